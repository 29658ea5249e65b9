package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.net.ConnectException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is told to stop hands over first: a deploy, a scale-in, a node that is drained. */
@Timeout(180)
final class OrderlyStopIT {
  @ParameterizedTest(name = "Tomcat {0}")
  @ValueSource(strings = {"11", "10", "9"})
  void theSessionsOfAServerThatIsToldToStopGoOn(String tomcat) throws Exception {
    try (Cluster cluster = Clusters.of("orderly-stop", tomcat)) {
      Server stopping = cluster.add("s1", "primary");
      Server spare = cluster.add("s2", "spare");
      cluster.start();
      ExampleSession session = ExampleSession.open(stopping.httpPort);
      session.write(stopping.httpPort, "colour", "green");
      session.write(stopping.httpPort, "size", "large");

      try (MovingLoad load = new MovingLoad(4, stopping.httpPort, spare.httpPort)) {
        load.awaitRequests(50);
        stopping.process().destroy();
        assertThat(stopping.process().waitFor(90, TimeUnit.SECONDS)).isTrue();
        load.awaitRequests(load.requests.get() + 50);
        assertThat(load.finish()).as("failures of %s requests", load.requests).isEmpty();
      }

      session.expect(spare.httpPort, "colour", "green");
      session.expect(spare.httpPort, "size", "large");
      assertThat(spare.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("PRIMARY");
      assertThat(spare.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
      assertThat(stopping.agentLog()).containsPattern("leaves the cluster: .*handed over");
      assertNoVoter(spare, "s1");
    }
  }

  @Test
  void withoutASuccessorItStopsAndSaysWhy() throws Exception {
    try (Cluster cluster = Clusters.of("orderly-stop-alone", "11")) {
      Server stopping = cluster.add("s1", "primary");
      Server other = cluster.add("s2", "primary");
      Files.createDirectories(other.base.resolve("webapps/another/WEB-INF"));
      cluster.start();
      ExampleSession.open(stopping.httpPort).write(stopping.httpPort, "colour", "green");

      stopping.process().destroy();

      assertThat(stopping.process().waitFor(40, TimeUnit.SECONDS)).isTrue();
      assertThat(stopping.agentLog())
          .contains("nobody can take the place of s1: s2 runs other applications")
          .contains("end with this process");
      assertNoVoter(other, "s1");
      // Alone now, and a majority of one.
      assertThat(other.attribute(Server.SERVER_BEAN, "Stage")).isEqualTo("IN_SERVICE");
    }
  }

  @Test
  void observeJustLeaves() throws Exception {
    try (Cluster cluster = Clusters.of("orderly-stop-observe", "11")) {
      cluster.with("perennial.action", "observe");
      Server stopping = cluster.add("s1", "primary");
      Server spare = cluster.add("s2", "spare");
      cluster.start();
      ExampleSession.open(stopping.httpPort).write(stopping.httpPort, "colour", "green");

      stopping.process().destroy();

      assertThat(stopping.process().waitFor(40, TimeUnit.SECONDS)).isTrue();
      assertThat(stopping.agentLog())
          .contains("leaves the cluster: perennial.action=observe moves nothing");
      assertThat(spare.attribute(Server.SERVER_BEAN, "Sessions")).isEqualTo(0L);
      assertNoVoter(spare, "s1");
    }
  }

  private static void assertNoVoter(Server asked, String gone) {
    Awaitility.await(gone + " has no vote")
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .until(
            () -> rosterOf(asked).matches("(?s).*\"name\":\"" + gone + "\"[^}]*\"voter\":false.*"));
  }

  private static String rosterOf(Server server) throws Exception {
    return Http.get(server.agentPort, "/cluster").body().replace(" ", "");
  }

  /** Clients that go to the other server as soon as the first one refuses them, and stay there. */
  private static final class MovingLoad implements AutoCloseable {
    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger requests = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads;

    MovingLoad(int clients, int first, int second) {
      threads =
          java.util.stream.IntStream.range(0, clients)
              .mapToObj(n -> new Thread(() -> run(first, second), "client-" + n))
              .toList();
      threads.forEach(Thread::start);
    }

    private void run(int first, int second) {
      try {
        int port = first;
        ExampleSession session = ExampleSession.open(port);
        for (int n = 0; !stop.get(); n++) {
          try {
            session.write(port, "count", "n" + n);
            session.expect(port, "count", "n" + n);
            requests.addAndGet(2);
          } catch (ConnectException e) {
            if (port == second) {
              throw e;
            }
            // Refused: nothing was sent.
            port = second;
          }
        }
      } catch (Exception | AssertionError e) {
        failures.add(Thread.currentThread().getName() + ": " + e);
      }
    }

    void awaitRequests(int least) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> requests.get() >= least || !failures.isEmpty());
    }

    List<String> finish() {
      close();
      return List.copyOf(failures);
    }

    @Override
    public void close() {
      stop.set(true);
      for (Thread thread : threads) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
    }
  }
}
