package dev.perennial.agent.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real program, and a real HTTP server. */
class AlertSenderIT {
  @TempDir Path folder;

  private final List<String> posted = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final ExecutorService work = Executors.newCachedThreadPool();
  private HttpServer server;
  private volatile int status = 204;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          posted.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
    work.shutdownNow();
  }

  private AlertSender toWebhook() {
    URI url =
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook/password?x=1");
    return sender(Optional.empty(), Optional.of(url), Duration.ofSeconds(30));
  }

  private AlertSender toProgram(String script, Duration limit) throws IOException {
    Path program = Files.writeString(folder.resolve("page"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return sender(Optional.of(program), Optional.empty(), limit);
  }

  private AlertSender sender(Optional<Path> program, Optional<URI> url, Duration limit) {
    return new AlertSender(
        new AlertSettings(program, url, limit),
        () -> Instant.EPOCH,
        work,
        (problem, e) -> failures.add(problem));
  }

  private static Alert alert(String server, String text) {
    return new Alert(Instant.EPOCH, "shop", server, "NO_SUCCESSOR", Alert.State.HOLDS, text);
  }

  private static void await(List<String> list, int size) {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> list.size() >= size);
  }

  @Test
  void anAlertThatLastsIsSentOnceAndTakenBackAndOneThatComesAgainIsSentAgain() {
    AlertSender sender = toWebhook();

    sender.hold("plan", List.of(alert("s1", "in 5 s")));
    sender.hold("plan", List.of(alert("s1", "in 4 s"), alert("s2", "too")));
    sender.hold("plan", List.of());
    sender.hold("plan", List.of(alert("s1", "again")));

    await(posted, 5);
    assertThat(posted).hasSize(5);
    assertThat(posted.get(0)).contains("\"state\":\"holds\",\"text\":\"in 5 s\"");
    assertThat(posted.get(1)).contains("\"server\":\"s2\"");
    assertThat(posted.get(2)).contains("\"state\":\"over\",\"text\":\"over: in 5 s\"");
    assertThat(posted.get(3)).contains("\"server\":\"s2\"", "\"state\":\"over\"");
    assertThat(posted.get(4)).contains("\"state\":\"holds\",\"text\":\"again\"");
    assertThat(failures).isEmpty();
  }

  @Test
  void whatHappenedIsNotTakenBackAndNobodyTakesBackWhatAnotherHasSaid() {
    AlertSender sender = toWebhook();
    Alert lost = new Alert(Instant.EPOCH, "shop", "s1", "LOSS_L1", Alert.State.EVENT, "lost");

    sender.hold("plan", List.of(lost, alert("s1", "of the plan")));
    sender.hold("server", List.of());
    sender.forget("plan");
    sender.hold("plan", List.of());
    sender.hold("server", List.of(alert("s1", "the last")));

    await(posted, 3);
    assertThat(posted).hasSize(3).noneMatch(json -> json.contains("over"));
    assertThat(posted.get(2)).contains("the last");
  }

  /** As a JVM does that has no thread to give. */
  @Test
  void whatCannotBeSentForWantOfAThreadIsSentLater() {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    boolean[] refuses = {true};
    AlertSender sender =
        new AlertSender(
            new AlertSettings(Optional.empty(), Optional.of(url), Duration.ofSeconds(30)),
            () -> Instant.EPOCH,
            task -> {
              if (refuses[0]) {
                throw new OutOfMemoryError("unable to create native thread: planted");
              }
              work.execute(task);
            },
            (problem, e) -> failures.add(problem));
    sender.hold("server", List.of(alert("s1", "unreached")));
    assertThat(failures).containsExactly("alerts wait for a thread");

    refuses[0] = false;
    sender.hold("server", List.of(alert("s1", "unreached")));

    await(posted, 1);
    assertThat(posted.get(0)).contains("unreached");
  }

  @Test
  void aWebhookThatRefusesIsToldWithoutItsPath() {
    status = 500;

    toWebhook().hold("plan", List.of(alert("s1", "x")));

    await(failures, 1);
    assertThat(failures.get(0))
        .isEqualTo("nobody was told of NO_SUCCESSOR s1: the webhook at 127.0.0.1 answered 500");
  }

  @Test
  void whatNobodyCouldBeToldOfIsSentAgainWhileItHolds() {
    Instant[] now = {Instant.EPOCH};
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    AlertSender sender =
        new AlertSender(
            new AlertSettings(Optional.empty(), Optional.of(url), Duration.ofSeconds(30)),
            () -> now[0],
            work,
            (problem, e) -> failures.add(problem));
    status = 500;
    sender.hold("server", List.of(alert("s1", "unreached")));
    await(failures, 1);
    status = 204;
    sender.hold("server", List.of(alert("s1", "too early")));
    now[0] = Instant.EPOCH.plusSeconds(30);
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              sender.hold("server", List.of(alert("s1", "unreached still")));
              return posted.size() == 2;
            });
    sender.hold("server", List.of());

    await(posted, 3);
    assertThat(posted).hasSize(3).noneMatch(json -> json.contains("too early"));
    assertThat(posted.get(2)).contains("over: unreached still");
  }

  @Test
  void aProgramIsTold() throws IOException {
    Path out = folder.resolve("out");
    AlertSender sender =
        toProgram(
            "echo \"$1|$PERENNIAL_ALERT_STATE|$PERENNIAL_ALERT_KIND|$PERENNIAL_ALERT_SERVER|$PERENNIAL_ALERT_CLUSTER\" > "
                + out
                + ".new && mv "
                + out
                + ".new "
                + out,
            Duration.ofSeconds(30));

    sender.hold("plan", List.of(alert("s1", "$(rm -rf /nowhere); nobody")));

    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(out));
    assertThat(out).hasContent("$(rm -rf /nowhere); nobody|holds|NO_SUCCESSOR|s1|shop");
    assertThat(failures).isEmpty();
  }

  @Test
  void aProgramThatHangsIsEnded() throws IOException {
    toProgram("exec sleep 1000", Duration.ofMillis(200)).hold("plan", List.of(alert("s1", "x")));

    await(failures, 1);
    assertThat(failures.get(0)).contains("was ended after");
  }

  @Test
  void aProgramThatFailsIsToldAndTheNextAlertGoesOut() throws IOException {
    AlertSender sender = toProgram("exit 3", Duration.ofSeconds(30));

    sender.hold("plan", List.of(alert("s1", "x"), alert("s2", "y")));

    await(failures, 2);
    assertThat(failures.get(0)).contains("ended with status 3");
  }
}
