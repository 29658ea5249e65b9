package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.consistency.SessionLoad;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Ways to restart, or not to, that are not the default: each of a primary that has a spare. */
@Timeout(600)
@Tag("full")
@Execution(ExecutionMode.CONCURRENT)
final class OtherRestartsIT {
  /** By default, as README has it. */
  private static final int STATUS_FOR_THE_SUPERVISOR = 5;

  /** Here the test is the supervisor, and the clients' balancer, which follows /ready. */
  @Test
  void exitEndsTheProcessForASupervisorAndItComesBackAsASpare() throws Exception {
    try (Cluster cluster = cluster("restart-by-exit", "perennial.restart", "exit");
        ReadyBalancer balancer = new ReadyBalancer(cluster.get("s1"), cluster.get("s2"))) {
      Server aging = cluster.get("s1");
      Server spare = cluster.get("s2");
      ExampleSession session = written(aging);
      try (SessionLoad load = new SessionLoad(4, 1, 0, () -> Route.to(balancer::port))) {
        load.awaitMore(50);

        aging.call(Server.SERVER_BEAN, "rejuvenate");

        assertThat(aging.process().waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(aging.process().exitValue()).isEqualTo(STATUS_FOR_THE_SUPERVISOR);
        session.expect(spare.httpPort, "colour", "green");
        cluster.start(aging);
        cluster.awaitStage(aging, "IN_SERVICE");
        load.awaitMore(50);
        load.finish(aging.httpPort, spare.httpPort).requireNoneFailed();
      }
      session.expect(aging.httpPort, "colour", "green");
      isSpareBehind(aging, spare);
    }
  }

  @Test
  void noneNeverRestartsAndSaysSoButAStopHandsOver() throws Exception {
    try (Cluster cluster = cluster("restart-by-none", "perennial.restart", "none")) {
      Server aging = cluster.get("s1");
      Server spare = cluster.get("s2");
      ExampleSession session = written(aging);

      assertThatThrownBy(() -> aging.call(Server.SERVER_BEAN, "rejuvenate"))
          .hasMessageContaining("rejuvenate is refused: perennial.restart=none");
      assertThat(aging.attribute(Server.SERVER_BEAN, "Stage")).isEqualTo("IN_SERVICE");
      session.expect(aging.httpPort, "colour", "green");
      aging.process().destroy();

      assertThat(aging.process().waitFor(2, TimeUnit.MINUTES)).isTrue();
      assertThat(aging.agentLog()).containsPattern("leaves the cluster: .*handed over");
      session.expect(spare.httpPort, "colour", "green");
    }
  }

  @Test
  void closedSocketsSendEachClientToTheOtherServerUntilTheRestartIsOver() throws Exception {
    try (Cluster cluster = cluster("sockets-closed", "perennial.sockets", "close")) {
      Server aging = cluster.get("s1");
      Server spare = cluster.get("s2");
      long pid = aging.pid();
      ExampleSession session = written(aging);
      Queue<Route> routes = new ConcurrentLinkedQueue<>();
      Supplier<Route> leaving =
          () -> {
            Route route = Route.leaving(aging.httpPort, spare.httpPort);
            routes.add(route);
            return route;
          };
      try (SessionLoad load = new SessionLoad(4, 1, 0, leaving)) {
        load.awaitMore(50);

        cluster.rejuvenate(aging);

        load.awaitMore(50);
        load.finish(aging.httpPort, spare.httpPort).requireNoneFailed();
        long moved = routes.stream().filter(route -> route.next() == spare.httpPort).count();
        assertThat(moved)
            .as("clients that were refused, and went to the other server")
            .isEqualTo(4);
      }
      assertThat(aging.isAlive()).isTrue();
      assertThat(aging.pid()).isEqualTo(pid);
      session.expect(aging.httpPort, "colour", "green");
      isSpareBehind(aging, spare);
    }
  }

  private static Cluster cluster(String test, String key, String value) throws Exception {
    Cluster cluster = Clusters.of(test, "11").with(key, value);
    try {
      cluster.add("s1", "primary");
      cluster.add("s2", "spare");
      WebApp.layTokens(cluster);
      return cluster.start();
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
  }

  private static ExampleSession written(Server server) throws Exception {
    ExampleSession session = ExampleSession.open(server.httpPort);
    session.write(server.httpPort, "colour", "green");
    return session;
  }

  private static void isSpareBehind(Server young, Server successor) throws Exception {
    assertThat(young.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("SPARE");
    assertThat(successor.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("PRIMARY");
    for (Server server : new Server[] {young, successor}) {
      assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
    }
  }

  /** Knows which of two servers is ready, as of a moment ago. */
  private static final class ReadyBalancer implements AutoCloseable {
    private static final long LOOK_MILLIS = 20;

    private final Server first;
    private final Server second;
    private final Thread thread = new Thread(this::run, "balancer");
    private volatile int port;

    ReadyBalancer(Server first, Server second) {
      this.first = first;
      this.second = second;
      this.port = first.httpPort;
      thread.start();
    }

    int port() {
      return port;
    }

    private void run() {
      try {
        while (true) {
          port = first.ready() ? first.httpPort : second.httpPort;
          TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
      } catch (InterruptedException e) {
        // The test is over.
        return;
      }
    }

    @Override
    public void close() {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
