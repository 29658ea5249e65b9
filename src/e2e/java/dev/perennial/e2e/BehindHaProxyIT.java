package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.FreePorts;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.consistency.SessionLoad;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two servers behind an HAProxy that learns from the agent alone who takes requests, by the example
 * in {@code src/dist} as it is but for addresses and ports. The clients know nothing but HAProxy's
 * address, and never try again.
 */
@Timeout(600)
final class BehindHaProxyIT {
  private static Optional<Path> program;
  private static Cluster cluster;

  @BeforeAll
  static void start() throws Exception {
    program = HaProxy.program();
    assumeTrue(
        program.isPresent(), "skipped: there is no haproxy here (Debian: apt-get install haproxy)");
    cluster = Clusters.of("behind-haproxy", "11").with("perennial.mode", "active-active");
    try {
      for (String name : List.of("s1", "s2")) {
        cluster
            .add(name, "primary")
            .settings
            .put("perennial.http.agent-check-port", Integer.toString(FreePorts.next()));
      }
      WebApp.layTokens(cluster);
      cluster.start();
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  @AfterAll
  static void end() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @ParameterizedTest(name = "asked by {0}")
  @EnumSource(HaProxy.Check.class)
  void noRequestFailsWhileAServerIsRejuvenated(HaProxy.Check check) throws Exception {
    Server aging = cluster.get(check == HaProxy.Check.AGENT ? "s1" : "s2");
    long pid = aging.pid();
    try (HaProxy proxy = new HaProxy(program.orElseThrow(), cluster, check)) {
      proxy.await("s1", "UP");
      proxy.await("s2", "UP");
      // The third of the example is not started.
      proxy.await("s3", "DOWN");
      try (SessionLoad load = new SessionLoad(3, 2, 0, () -> Route.to(() -> proxy.port));
          Statuses seen = new Statuses(proxy, aging.name)) {
        load.awaitMore(100);
        cluster.rejuvenate(aging);
        proxy.await(aging.name, "UP");
        newClientsReach(aging.name, proxy);

        load.finish(proxy.port).requireNoneFailed();
        assertThat(seen.all()).anyMatch(s -> s.startsWith("DOWN"));
      }
    }
    assertThat(aging.pid()).isEqualTo(pid);
    for (Server server : cluster.servers()) {
      assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
    }
  }

  /** Those that were there before stay where they have gone to. */
  private static void newClientsReach(String server, HaProxy proxy) throws IOException {
    long served = proxy.requests(server);
    try (SessionLoad load = new SessionLoad(4, 1, 0, () -> Route.to(() -> proxy.port))) {
      Awaitility.await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> proxy.requests(server) > served + 20);
      load.finish(proxy.port).requireNoneFailed();
    }
  }

  /** Notes every status that HAProxy shows for a server. */
  private static final class Statuses implements AutoCloseable {
    private final Set<String> all = new TreeSet<>();
    private final Thread thread;
    private volatile boolean stop;

    Statuses(HaProxy proxy, String server) {
      thread = new Thread(() -> run(proxy, server), "statuses");
      thread.start();
    }

    private void run(HaProxy proxy, String server) {
      while (!stop) {
        try {
          String status = proxy.figure(server, "status");
          synchronized (all) {
            all.add(status);
          }
          TimeUnit.MILLISECONDS.sleep(20);
        } catch (IOException | InterruptedException e) {
          // HAProxy has ended, and so does the test.
          return;
        }
      }
    }

    Set<String> all() {
      synchronized (all) {
        return new TreeSet<>(all);
      }
    }

    @Override
    public void close() {
      stop = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
