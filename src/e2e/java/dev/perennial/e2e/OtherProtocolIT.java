package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.consistency.SessionLoad;
import dev.perennial.testing.http.Http;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two servers whose agents have no version of the protocol in common. */
@Timeout(180)
final class OtherProtocolIT {
  @Test
  void aLaterOneThatJoinsIsRefusedByNameAndBothServe() throws Exception {
    isRefused(true);
  }

  @Tag("full")
  @Test
  void aPresentOneThatJoinsLaterOnesIsRefusedByNameAndBothServe() throws Exception {
    isRefused(false);
  }

  private static void isRefused(boolean later) throws Exception {
    String joining = later ? "later" : "present";
    try (Cluster cluster = Clusters.of("other-protocol-" + joining, "11")) {
      Server first = cluster.add("s1", "primary");
      Server second = cluster.add("s2", "spare");
      (later ? second : first).agent = LaterAgent.in(second.base.resolve("jar"));
      WebApp.layTokens(cluster);
      cluster.start(first);
      cluster.awaitStage(first, "IN_SERVICE");
      try (SessionLoad load = new SessionLoad(1, 2, 0, () -> Route.to(() -> first.httpPort))) {
        cluster.start(second);
        cluster.awaitHttp(second);
        isSaid(cluster, later);
        load.awaitMore(20);
        load.finish(first.httpPort).requireNoneFailed();
      }
      ExampleSession.open(second.httpPort).write(second.httpPort, "colour", "red");
      for (Server server : cluster.servers()) {
        assertThat(Http.get(server.agentPort, "/ready").status()).as(server.name).isEqualTo(200);
        assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors"))
            .as(server.name)
            .isEqualTo(0L);
      }
      assertThat(first.attribute(Server.SERVER_BEAN, "Stage")).isEqualTo("IN_SERVICE");
      assertThat(Http.get(first.agentPort, "/cluster").body()).doesNotContain("\"s2\"");
    }
  }

  private static void isSaid(Cluster cluster, boolean later) {
    String old = "4";
    String theirs = later ? old : "8 to 9";
    String ours = later ? "8 to 9" : old;
    cluster.awaitSaid(
        "the cluster cannot be joined, this server goes on alone: server s1 speaks protocol "
            + theirs
            + ", this agent knows "
            + ours
            + ": give "
            + (later ? "it an agent as new as this one" : "this server an agent as new as that one")
            + ", and restart it");
    cluster.awaitSaid(
        "cluster: kept out: server s2 speaks protocol " + ours + ", this agent knows " + theirs);
  }
}
