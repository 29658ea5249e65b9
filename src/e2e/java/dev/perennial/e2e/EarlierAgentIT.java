package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An agent built from an earlier commit in one cluster with the present one, as during an upgrade.
 * {@code src/e2e/earlier} builds it and runs this.
 */
@Timeout(300)
@EnabledIfSystemProperty(
    named = "e2e.earlier",
    matches = ".+",
    disabledReason = "needs the jar of an earlier agent: run src/e2e/earlier")
final class EarlierAgentIT {
  @ParameterizedTest(name = "the {0} one begins the cluster")
  @ValueSource(strings = {"earlier", "present"})
  void eachHandsOverToTheOther(String beginning) throws Exception {
    try (Cluster cluster = Clusters.of("earlier-agent-" + beginning, "11")) {
      Server s1 = cluster.add("s1", "primary");
      Server s2 = cluster.add("s2", "spare");
      (beginning.equals("earlier") ? s1 : s2).agent = Path.of(System.getProperty("e2e.earlier"));
      cluster.start();
      ExampleSession session = ExampleSession.open(s1.httpPort);
      session.write(s1.httpPort, "colour", "green");

      cluster.rejuvenate(s1);
      session.expect(s2.httpPort, "colour", "green");
      session.expect(s1.httpPort, "colour", "green");
      session.write(s2.httpPort, "size", "large");
      assertThat(s2.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("PRIMARY");

      cluster.rejuvenate(s2);
      session.expect(s1.httpPort, "size", "large");
      session.expect(s2.httpPort, "colour", "green");
      assertThat(s1.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("PRIMARY");
      for (Server server : cluster.servers()) {
        assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors"))
            .as(server.name)
            .isEqualTo(0L);
      }
    }
  }
}
