package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.perennial.agent.alert.Alert;
import dev.perennial.agent.http.AgentCheckSettings;
import dev.perennial.agent.http.HttpSettings;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.server.OwnPorts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the ports answer is for their own tests. */
@Timeout(60)
class EndpointsIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int TRIES = 20;

  @TempDir Path directory;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final FakeStatus status = new FakeStatus();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger scraped = new AtomicInteger();
  private Log log;
  private Endpoints endpoints;

  @BeforeEach
  void make() throws IOException {
    log =
        Log.open(
            directory,
            InstantSource.system(),
            new PrintStream(printed, true, StandardCharsets.UTF_8));
    endpoints = new Endpoints(status, this::figures, () -> 1, log);
  }

  @AfterEach
  void close() {
    log.close();
  }

  @Test
  void whereNoneIsWantedNoneIsOpened() throws IOException {
    endpoints.openHttp(new HttpSettings("127.0.0.1", -1, LIMIT));
    endpoints.openAgentCheck(AgentCheckSettings.defaults());

    assertThat(endpoints.url()).isEmpty();
    assertThat(said()).doesNotContain("endpoint", "agent-check");
  }

  @Test
  void theEndpointAnswersWhereItSaysThatItIs() throws Exception {
    openHttp(0);

    assertThat(endpoints.url()).startsWith("http://127.0.0.1:");
    assertThat(said()).contains("endpoint " + endpoints.url());
    assertThat(get("/live").statusCode()).isEqualTo(200);
  }

  @Test
  void figuresAreMadeWhenTheyAreFirstAskedForAndOnce() throws Exception {
    openHttp(0);
    assertThat(get("/live").statusCode()).isEqualTo(200);
    assertThat(made).hasValue(0);

    assertThat(get("/metrics").body()).isEqualTo("scrape 1 of 1");
    assertThat(get("/metrics").body()).isEqualTo("scrape 2 of 1");
  }

  @Test
  void anEndpointThatCannotBeOpenedIsToldOnceAndOpenedWhenItCanBe() throws Exception {
    long[] nanos = {0};
    Beginnings beginnings = new Beginnings(log, () -> nanos[0]);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      beginnings.begin("its endpoint", () -> openHttp(port));
      long descriptors = descriptors();
      for (int i = 0; i < TRIES; i++) {
        nanos[0] += Duration.ofMinutes(1).toNanos();
        beginnings.look();
      }
      assertThat(descriptors()).as("descriptors").isLessThan(descriptors + TRIES);
    }
    assertThat(endpoints.url()).isEmpty();
    assertThat(said())
        .contains("ERROR")
        .contains("Set perennial.http.port to a free port")
        .containsOnlyOnce("the agent goes on without its endpoint, and tries again");

    nanos[0] += Duration.ofMinutes(1).toNanos();
    beginnings.look();
    beginnings.look();

    assertThat(get("/live").statusCode()).isEqualTo(200);
    assertThat(said())
        .containsOnlyOnce("over: the agent went on without its endpoint; it is there now");
  }

  /** As in the moment of a restart in place; as root, by a process of another user. */
  @Test
  void whoHasTakenAPortIsSaidAndItIsTakenBackWhenItIsFree() throws Exception {
    List<List<Alert>> held = new ArrayList<>();
    OwnPorts ports = new OwnPorts("s1", "shop", held::add, InstantSource.system());
    String key = "perennial.http.port";
    int port;
    try (PortSquatter squatter = PortSquatter.start(directory)) {
      port = squatter.port();

      assertThatThrownBy(() -> ports.open(key, port, () -> openHttp(port)))
          .hasMessageContaining("Set perennial.http.port to a free port")
          .hasMessageEndingWith(". A process of user " + squatter.user() + " has it");
      assertThat(held)
          .singleElement()
          .satisfies(
              alerts ->
                  assertThat(alerts)
                      .singleElement()
                      .satisfies(a -> assertThat(a.kind()).isEqualTo("PORT_REFUSED")));
    }

    ports.open(key, port, () -> openHttp(port));

    assertThat(get("/live").statusCode()).isEqualTo(200);
    assertThat(held).hasSize(2);
    assertThat(held.get(1)).isEmpty();
  }

  @Test
  void theAgentCheckTellsOfTheLoad() throws Exception {
    openAgentCheck(-1);

    try (Socket socket = connectToAgentCheck()) {
      assertThat(socket.getInputStream().readAllBytes())
          .asString(StandardCharsets.US_ASCII)
          .isEqualTo("up ready 25%\n");
    }
  }

  @Test
  void anAgentCheckThatCannotBeOpenedSaysWhatToDo() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> openAgentCheck(port))
          .hasMessageContaining("Set perennial.http.agent-check-port to a free port");
    }

    assertThat(said()).doesNotContain("agent-check at port");
  }

  @Test
  void anAnswerThatFailsIsTold() throws Exception {
    openHttp(0);
    status.fails = true;

    assertThat(get("/ready").statusCode()).isEqualTo(500);

    assertThat(said()).contains("a request to the agent's endpoint failed").contains("planted");
  }

  @Test
  void anAgentCheckThatFailsIsTold() throws Exception {
    openAgentCheck(-1);
    status.fails = true;

    try (Socket socket = connectToAgentCheck()) {
      assertThat(socket.getInputStream().readAllBytes()).isEmpty();
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(said())
                      .contains("an agent-check could not be answered")
                      .contains("planted"));
    }
  }

  private Supplier<String> figures() {
    int number = made.incrementAndGet();
    return () -> "scrape " + scraped.incrementAndGet() + " of " + number;
  }

  private void openHttp(int port) throws IOException {
    endpoints.openHttp(new HttpSettings("127.0.0.1", port, LIMIT));
  }

  private void openAgentCheck(int port) throws IOException {
    endpoints.openAgentCheck(new AgentCheckSettings("127.0.0.1", port, 4, LIMIT, Duration.ZERO));
  }

  /** At the port that the log names. */
  private Socket connectToAgentCheck() throws IOException {
    String port = said().replaceAll("(?s).*agent-check at port (\\d+).*", "$1").strip();
    return new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(endpoints.url() + path)).timeout(LIMIT).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private String said() throws IOException {
    return Files.readString(directory.resolve("perennial.log"));
  }
}
