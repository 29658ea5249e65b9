package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.CheckedSession;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.consistency.SessionLoad;
import dev.perennial.testing.consistency.Verdict;
import java.nio.file.Path;
import java.util.List;
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
      WebApp.layTokens(cluster);
      cluster.start();
      CheckedSession session = CheckedSession.open("both", s1.httpPort, 0);
      session.append(s1.httpPort);

      handsOver(cluster, s1, s2);
      session.append(s2.httpPort);
      handsOver(cluster, s2, s1);

      for (Server server : cluster.servers()) {
        session.read(server.httpPort);
      }
      Verdict.of(List.of(session.history())).requireNoneFailed();
      for (Server server : cluster.servers()) {
        assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors"))
            .as(server.name)
            .isEqualTo(0L);
      }
    }
  }

  private static void handsOver(Cluster cluster, Server from, Server to) throws Exception {
    try (SessionLoad load = new SessionLoad(2, 2, 0, () -> Route.to(() -> from.httpPort))) {
      load.awaitMore(20);
      cluster.rejuvenate(from);
      load.awaitMore(20);
      load.finish(from.httpPort, to.httpPort).requireNoneFailed();
    }
    assertThat(to.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("PRIMARY");
  }
}
