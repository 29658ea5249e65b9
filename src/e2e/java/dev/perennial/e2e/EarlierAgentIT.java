package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An agent built from an earlier commit, which relays requests over HTTP, beside the present one:
 * they are told apart, and each serves alone. {@code src/e2e/earlier} builds it and runs this.
 */
@Timeout(300)
@EnabledIfSystemProperty(
    named = "e2e.earlier",
    matches = ".+",
    disabledReason = "needs the jar of an earlier agent: run src/e2e/earlier")
final class EarlierAgentIT {
  @ParameterizedTest(name = "the {0} one begins the cluster")
  @ValueSource(strings = {"earlier", "present"})
  void eachServesAloneAndThePresentOneSaysWhy(String beginning) throws Exception {
    try (Cluster cluster = Clusters.of("earlier-agent-" + beginning, "11")) {
      Server s1 = cluster.add("s1", "primary");
      Server s2 = cluster.add("s2", "primary");
      (beginning.equals("earlier") ? s1 : s2).agent = Path.of(System.getProperty("e2e.earlier"));
      cluster.start(s1);
      cluster.awaitStage(s1, "IN_SERVICE");
      cluster.start(s2);

      cluster.awaitSaid("the peer has an agent of protocol 1 or 2, this agent knows 4");

      for (Server server : cluster.servers()) {
        cluster.awaitStage(server, "IN_SERVICE");
        ExampleSession session = ExampleSession.open(server.httpPort);
        session.write(server.httpPort, "colour", server.name);
        session.expect(server.httpPort, "colour", server.name);
        assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors"))
            .as(server.name)
            .isEqualTo(0L);
      }
      assertThat(Http.get(s1.agentPort, "/cluster").body()).doesNotContain("\"s2\"");
    }
  }
}
