package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Program;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Session ids that nobody has: each must be known to be nobody's, or a session would be lost. Three
 * servers, each of which has sessions of its own.
 */
@Tag("full")
@Timeout(600)
@Isolated("It compares two throughputs.")
final class InventedIdsIT {
  private static final String SESSION_PAGE = "/examples/servlets/servlet/SessionExample";
  private static final String PAGE = "/examples/servlets/servlet/HelloWorldExample";

  private static Cluster cluster;

  @BeforeAll
  static void start() throws Exception {
    cluster = Clusters.of("invented-ids", "11").with("perennial.mode", "active-active");
    // Both compilers: what is compared is throughput.
    cluster.jvmOptions.remove(Clusters.QUICK_START);
    for (String name : List.of("s1", "s2", "s3")) {
      Server unused = cluster.add(name, "primary");
    }
    cluster.start();
    awaitLists();
  }

  /** Each server has heard of each other's sessions. */
  private static void awaitLists() {
    Awaitility.await("lists of session ids")
        .atMost(Duration.ofMinutes(2))
        .until(
            () -> {
              for (Server server : cluster.servers()) {
                for (Server other : cluster.servers()) {
                  String said = "session ids: " + other.name + " lists those of its sessions";
                  if (other != server && !server.agentLog().contains(said)) {
                    return false;
                  }
                }
              }
              return true;
            });
  }

  @AfterAll
  static void end() {
    cluster.close();
  }

  private static List<Integer> ports() {
    return cluster.servers().stream().map(server -> server.httpPort).toList();
  }

  /**
   * The command {@code src/bench/run --random-ids} measures it. Where each is asked for it is 0.3;
   * on a machine with much else to do a promise may be over before it arrives.
   */
  @Test
  void inventedIdsDoNotBringTheThroughputDown() throws Exception {
    try (InventedIds attacker = InventedIds.begin(ports(), 64, 4, 4)) {
      InventedIds.Result result = attacker.finish();

      System.out.println("invented ids: " + result + ", ratio " + result.ratio());
      assertThat(result.refused()).isZero();
      assertThat(result.ratio()).as(result.toString()).isGreaterThan(0.45);
    }
    assertNothingSuppressed();
  }

  @Test
  void aSessionMadeHereIsUsedThereAtOnceWhileOthersInventIds() throws Exception {
    try (InventedIds attacker = InventedIds.begin(ports(), 8, 1, 8)) {
      List<Server> servers = cluster.servers();
      for (int i = 0; i < 300; i++) {
        int made = servers.get(i % 3).httpPort;
        int used = servers.get((i + 1 + i / 3 % 2) % 3).httpPort;
        ExampleSession session = ExampleSession.open(made);
        session.write(used, "number", "n" + i);
        session.expect(made, "number", "n" + i);
      }
      assertThat(attacker.finish().refused()).isZero();
    }
    assertNothingSuppressed();
  }

  @Test
  void aServerThatStandsStillMattersForItsOwnSessionsAlone() throws Exception {
    Server asked = cluster.get("s1");
    Server stopped = cluster.get("s3");
    ExampleSession ofOther = ExampleSession.open(cluster.get("s2").httpPort);
    ExampleSession ofStopped = ExampleSession.open(stopped.httpPort);
    ofOther.write(asked.httpPort, "colour", "green");
    ofStopped.write(asked.httpPort, "colour", "red");
    String theirs = newSession(stopped);
    ExecutorService client = Executors.newSingleThreadExecutor();
    try {
      // A list that is being asked for when its server stops counts for nothing: then once more.
      Awaitility.await("answers but for what the other one may have")
          .atMost(Duration.ofMinutes(3))
          .pollInterval(Duration.ofSeconds(2))
          .until(
              () -> {
                ofStopped.expect(asked.httpPort, "colour", "red");
                return whileItStandsStill(
                    stopped,
                    () -> {
                      Future<Integer> ofTheirs =
                          client.submit(() -> status(asked, SESSION_PAGE, theirs));
                      List<Integer> others = inventedAt(asked, 10);
                      ofOther.expect(asked.httpPort, "colour", "green");
                      return ofTheirs.get() == 503 && Set.copyOf(others).equals(Set.of(200));
                    });
              });
    } finally {
      client.shutdownNow();
    }
    assertThat(asked.agentLog()).contains("session ids: s3 has fallen silent");
    ofStopped.expect(asked.httpPort, "colour", "red");
    ofStopped.expect(stopped.httpPort, "colour", "red");
    cluster.awaitMember(stopped);
    assertNothingSuppressed();
  }

  private static <T> T whileItStandsStill(Server server, Callable<T> what) throws Exception {
    signal("-STOP", server);
    try {
      return what.call();
    } finally {
      signal("-CONT", server);
    }
  }

  /** Returns how requests with invented ids are answered, one after another. */
  private static List<Integer> inventedAt(Server server, int count) throws Exception {
    SplittableRandom random = new SplittableRandom();
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      statuses.add(status(server, PAGE, InventedIds.invented(random)));
    }
    return statuses;
  }

  private static int status(Server server, String page, String session) throws Exception {
    return Http.get(server.httpPort, page, "Cookie: JSESSIONID=" + session).status();
  }

  private static String newSession(Server server) throws Exception {
    return Http.get(server.httpPort, SESSION_PAGE).cookie("JSESSIONID").orElseThrow();
  }

  private static void signal(String signal, Server server) throws Exception {
    Program kill = Program.run(List.of("kill", signal, Long.toString(server.pid())), Map.of());
    assertThat(kill.status()).as(kill.output()).isZero();
  }

  private static void assertNothingSuppressed() throws Exception {
    for (Server server : cluster.servers()) {
      assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
    }
  }
}
