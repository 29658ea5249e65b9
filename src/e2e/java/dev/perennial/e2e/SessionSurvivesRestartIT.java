package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.consistency.SessionLoad;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The main job: a session goes on through its server's switch-over and restart, and through the way
 * back; and it goes on when a server is told to stop: a deploy, a scale-in, a node that is drained.
 */
@Timeout(600)
@Execution(ExecutionMode.CONCURRENT)
final class SessionSurvivesRestartIT {
  @Test
  @Tag("jvm")
  void sessionSurvivesRestartAndOrderlyStop() throws Exception {
    survivesBoth("11");
  }

  @Test
  void onTheOldestTomcatToo() throws Exception {
    survivesBoth("9");
  }

  @Test
  @Tag("full")
  void onTheTomcatBetweenToo() throws Exception {
    survivesBoth("10");
  }

  private static void survivesBoth(String tomcat) throws Exception {
    try (Cluster cluster = Clusters.of("session-survives-restart", tomcat)) {
      Server aging = cluster.add("s1", "primary");
      Server spare = cluster.add("s2", "spare");
      WebApp.layTokens(cluster);
      cluster.start();
      ExampleSession session = ExampleSession.open(aging.httpPort);
      session.write(aging.httpPort, "colour", "green");
      session.write(aging.httpPort, "size", "large");

      try (SessionLoad load = new SessionLoad(3, 2, 0, () -> Route.to(() -> aging.httpPort))) {
        survivesTheRestart(cluster, load, session, aging, spare);
        survivesTheStop(session, /* stopping= */ spare, /* spare= */ aging);
        // By now they have been handed over twice.
        load.finish(aging.httpPort).requireNoneFailed();
      }

      assertThat(aging.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
    }
  }

  private static void survivesTheRestart(
      Cluster cluster, SessionLoad load, ExampleSession session, Server aging, Server spare)
      throws Exception {
    long pid = aging.pid();
    load.awaitMore(50);
    cluster.rejuvenate(aging);
    load.awaitMore(50);
    load.finish(aging.httpPort, spare.httpPort).requireNoneFailed();

    // The client that never left the aged server's port, and one that went to the successor.
    session.expect(aging.httpPort, "colour", "green");
    session.expect(spare.httpPort, "size", "large");
    session.write(spare.httpPort, "colour", "blue");
    session.expect(aging.httpPort, "colour", "blue");
    assertThat(aging.isAlive()).isTrue();
    assertThat(aging.pid()).isEqualTo(pid);
    assertThat(aging.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("SPARE");
    assertThat(spare.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("PRIMARY");
    for (Server server : cluster.servers()) {
      assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
    }
  }

  private static void survivesTheStop(ExampleSession session, Server stopping, Server spare)
      throws Exception {
    try (SessionLoad load =
        new SessionLoad(3, 2, 0, () -> Route.leaving(stopping.httpPort, spare.httpPort))) {
      load.awaitMore(50);
      stopping.process().destroy();
      assertThat(stopping.process().waitFor(90, TimeUnit.SECONDS)).isTrue();
      load.awaitMore(50);
      load.finish(spare.httpPort).requireNoneFailed();
    }

    session.expect(spare.httpPort, "colour", "blue");
    session.expect(spare.httpPort, "size", "large");
    assertThat(spare.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("PRIMARY");
    assertThat(stopping.agentLog()).containsPattern("leaves the cluster: .*handed over");
    OrderlyStopIT.assertNoVoter(spare, stopping.name);
  }
}
