package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The main job: a session goes on through its server's switch-over and restart, and through the way
 * back.
 */
@Timeout(300)
final class SessionSurvivesRestartIT {
  @ParameterizedTest(name = "Tomcat {0}")
  @ValueSource(strings = {"11", "10", "9"})
  void sessionSurvivesRestart(String tomcat) throws Exception {
    try (Cluster cluster = Clusters.of("session-survives-restart", tomcat)) {
      Server aging = cluster.add("s1", "primary");
      cluster.add("s2", "primary");
      Server spare = cluster.add("s3", "spare");
      cluster.start();
      long pid = aging.pid();
      ExampleSession session = ExampleSession.open(aging.httpPort);
      session.write(aging.httpPort, "colour", "green");
      session.write(aging.httpPort, "size", "large");

      try (Load load = new Load(4, () -> aging.httpPort)) {
        load.awaitMore(50, Duration.ofSeconds(10));
        cluster.rejuvenate(aging);
        load.awaitMore(50, Duration.ofSeconds(30));
        assertThat(load.finish()).as("failures after %s requests", load.requests()).isEmpty();
      }

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
  }
}
