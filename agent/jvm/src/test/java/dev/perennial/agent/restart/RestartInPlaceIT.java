package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real JVMs, of the test's own JDK, that restart under a client. */
@Tag("jvm")
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 180, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.INFERRED)
final class RestartInPlaceIT {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"jdk", "tomcat"})
  void threeRestartsUnderLoadRefuseAndBreakNoConnection(String kind) throws Exception {
    try (ForkedServer server = ForkedServer.start(folder, kind, "", List.of())) {
      long pid = server.process().pid();
      RestartClient client = new RestartClient(server);
      Thread thread = new Thread(client);
      thread.start();

      for (int life = 2; life <= 4; life++) {
        client.awaitMoreAnswers(100);
        server.get("/restart");
        server.awaitReady(life);
        assertThat(server.process().isAlive()).as("process %s", server).isTrue();
      }
      client.awaitMoreAnswers(100);
      client.stop.set(true);
      thread.join();

      System.out.printf(
          "%s: %d answers, longest wait %d ms, lives %s%n%s",
          kind, client.answers.get(), client.longestMillis, client.lives, server.output());
      assertThat(client.failures).isEmpty();
      assertThat(client.lives).hasSize(4).allMatch(l -> l.startsWith(pid + " "));
      assertThat(server.journal().lines()).hasSize(3).doesNotHaveDuplicates();
    }
  }

  /** One client each, and each gets its answer from the socket that it has connected to. */
  @Test
  void unixDomainSocketsAndPortsThatTheKernelChoseListenOn() throws Exception {
    try (ForkedServer server = start("others:" + folder)) {
      String ports = Files.readString(folder.resolve("ports"));
      String foreign = server.get("/foreign");
      String[] port = ports.split(" ");
      List<NameClient> clients =
          List.of(
              new NameClient(() -> unix(folder.resolve("server.sock")), "unix"),
              new NameClient(() -> tcp(port[0]), "first"),
              new NameClient(() -> tcp(port[1]), "second"));
      clients.forEach(NameClient::start);
      clients.forEach(client -> client.awaitMoreAnswers(20));

      server.get("/restart");
      server.awaitReady(2);
      clients.forEach(client -> client.awaitMoreAnswers(20));

      for (NameClient client : clients) {
        assertThat(client.finish()).as("%s", client.name).isEmpty();
      }
      assertThat(folder.resolve("ports")).hasContent(ports);
      assertThat(NameClient.name(tcp(port[2]))).isEqualTo("asynchronous");
      assertThat(server.get("/foreign")).isNotEqualTo(foreign);
      assertThat(server.get("/unclaimed")).isEqualTo("[]");
    }
  }

  private static SocketChannel unix(Path path) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.connect(UnixDomainSocketAddress.of(path));
    return channel;
  }

  private static SocketChannel tcp(String port) throws IOException {
    return SocketChannel.open(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
  }

  @Test
  void hangingShutdownHookIsCutShort() throws Exception {
    try (ForkedServer server = start("hang", "-Dtest.stop.seconds=1")) {
      String before = server.get("/");
      server.get("/restart");
      server.awaitReady(2);

      assertThat(server.get("/")).isNotEqualTo(before).startsWith(server.process().pid() + " ");
      assertThat(server.output()).contains("takes too long");
    }
  }

  @Test
  void operatorWhoStopsTheServerDuringTheRestartWins() throws Exception {
    try (ForkedServer server = start("hang", "-Dtest.stop.seconds=3")) {
      server.get("/restart");
      await().until(() -> Files.exists(folder.resolve("journal")));

      server.process().destroy();

      assertThat(server.exitStatus()).isEqualTo(143);
    }
  }

  @Test
  void socketOfNoConnectorIsNotInherited() throws Exception {
    int port = ForkedServer.freePort();
    try (ForkedServer server = start("foreign:" + port)) {
      server.get("/restart");
      server.awaitReady(2);

      assertThat(server.get("/inherited").split(",")).hasSize(1);
      assertThat(server.output()).doesNotContain("BindException");
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      assertThat(server.get("/unclaimed")).isEqualTo("[]");
      assertThat(server.get("/")).startsWith(server.process().pid() + " ");
    }
  }

  @Test
  void deletedAndChangedJarsAreNamed() throws Exception {
    Path jar = Files.writeString(folder.resolve("library.jar"), "not read");
    try (ForkedServer server = start("", "-Xbootclasspath/a:" + jar)) {
      assertThat(server.get("/check")).isEqualTo("[]");

      Files.writeString(jar, "another length");
      assertThat(server.get("/check")).contains("CHANGED", "library.jar has changed");

      Files.delete(jar);
      assertThat(server.get("/check")).contains("IMPOSSIBLE", "library.jar is gone");
    }
  }

  @Test
  void whereNobodyIsKnownToStartItAgainItDoesNotEnd() throws Exception {
    try (ForkedServer server = start("", "-Djna.tmpdir=/proc/none", "-Djava.io.tmpdir=/proc")) {
      assertThat(server.output()).contains("None[", "temporary folder", "perennial.restart=exit");
      assertThat(server.get("/check")).contains("IMPOSSIBLE", "neither systemd nor Kubernetes");

      server.get("/restart");

      await().until(() -> server.output().contains("not restarted: this server never restarts"));
      assertThat(server.get("/")).startsWith(server.process().pid() + " ");
    }
  }

  @Test
  void agentThatWasAttachedIsOnTheNextCommandLine() throws Exception {
    try (ForkedServer server = start("", "-Dtest.agent.option=-Dfirst=a b")) {
      server.get("/restart");
      server.awaitReady(2);

      assertThat(server.get("/arguments")).startsWith("[-Dfirst=a b, -Xmx");
    }
  }

  @Test
  void portThatIsTriedFirstAndBoundTwiceIsAsUsual() throws Exception {
    try (ForkedServer server = start("probe")) {
      server.get("/restart");
      server.awaitReady(2);

      assertThat(server.get("/")).startsWith(server.process().pid() + " ");
      assertThat(server.output().lines().filter("port in use, as it should"::equals)).hasSize(2);
      assertThat(server.output()).doesNotContain("two listeners");
    }
  }

  @Test
  void eightClientsAtOnceAreAllAnswered() throws Exception {
    try (ForkedServer server = ForkedServer.start(folder, "tomcat", "", List.of())) {
      List<RestartClient> clients =
          Stream.generate(() -> new RestartClient(server)).limit(8).toList();
      List<Thread> threads = clients.stream().map(Thread::new).toList();
      threads.forEach(Thread::start);

      clients.get(0).awaitMoreAnswers(50);
      server.get("/restart");
      server.awaitReady(2);
      clients.get(0).awaitMoreAnswers(50);
      for (RestartClient client : clients) {
        client.stop.set(true);
      }
      for (Thread thread : threads) {
        thread.join();
      }

      assertThat(clients).allSatisfy(c -> assertThat(c.failures).isEmpty());
      assertThat(clients).allSatisfy(c -> assertThat(c.lives).hasSize(2));
    }
  }

  @Test
  @EnabledForJreRange(min = JRE.JAVA_24, disabledReason = "older JVMs do not know the option")
  void nativeCodeThatIsDeniedIsNamed() throws Exception {
    try (ForkedServer server = start("", "--illegal-native-access=deny")) {
      assertThat(server.output()).contains("None[", "Illegal native access");
      assertThat(server.get("/")).startsWith(server.process().pid() + " ");
    }
  }

  @Test
  void execThatFailsEndsWithTheStatusForTheSupervisor() throws Exception {
    try (ForkedServer server = start("breakExec")) {
      server.get("/restart");

      assertThat(server.exitStatus()).isEqualTo(5);
      assertThat(server.output()).contains("execve failed with errno 7");
      assertThat(server.journal()).contains("hook of");
    }
  }

  private ForkedServer start(String extra, String... options) throws IOException {
    return ForkedServer.start(folder, "jdk", extra, List.of(options));
  }
}
