package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.consistency.Route;
import dev.perennial.testing.consistency.SessionLoad;
import dev.perennial.testing.http.Http;
import java.time.Duration;
import java.util.List;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every server serves, and each is the others' spare. */
@Timeout(600)
final class ActiveActiveIT {
  private static final int LARGE_SESSIONS = 16;
  private static final int LARGE_BYTES = 3 << 20;

  @Test
  void anAgedPrimaryHandsOverToOneWithHeadroomAndNeverToOneWithout() throws Exception {
    try (Cluster cluster = Clusters.of("active-active", "11")) {
      cluster.with("perennial.mode", "active-active");
      for (String name : List.of("s1", "s2", "s3")) {
        WebApp.lay(cluster, cluster.add(name, "primary"), "probe", List.of("Probe.java"));
      }
      WebApp.layTokens(cluster);
      Server aging = cluster.get("s1");
      Server roomy = cluster.get("s2");
      Server full = cluster.get("s3");
      full.jvmOptions.add("-Xmx80m");
      full.settings.put("perennial.cluster.least-heap", "64");
      cluster.start();
      ExampleSession mine = ExampleSession.open(aging.httpPort);
      mine.write(aging.httpPort, "colour", "green");
      ExampleSession theirs = ExampleSession.open(roomy.httpPort);
      theirs.write(roomy.httpPort, "colour", "red");
      ProbeClient large = null;
      for (int i = 0; i < LARGE_SESSIONS; i++) {
        large = ProbeClient.open(aging.httpPort);
        large.call(aging.httpPort, "fill&bytes=" + LARGE_BYTES);
      }

      try (SessionLoad first = new SessionLoad(1, 2, 0, () -> Route.to(() -> aging.httpPort));
          SessionLoad second = new SessionLoad(1, 2, 0, () -> Route.to(() -> roomy.httpPort))) {
        first.awaitMore(20);
        // Measures the sessions, which is done once a minute otherwise; the report follows.
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .untilAsserted(
                () ->
                    assertThat((String) aging.call(Server.SERVER_BEAN, "checkMove"))
                        .contains("successor: s2", "not s3: it has no headroom for "));
        Object started = aging.startTime();
        roomy.call(Server.SERVER_BEAN, "hold");
        // Whichever server leads must have been told before the order comes.
        Awaitility.await("the hold of s2 at all")
            .atMost(Duration.ofMinutes(1))
            .until(
                () -> {
                  for (Server server : cluster.servers()) {
                    String all = Http.get(server.agentPort, "/cluster").body();
                    if (!all.matches("(?s).*\"order\": ?\"HOLD\".*")) {
                      return false;
                    }
                  }
                  return true;
                });
        aging.call(Server.SERVER_BEAN, "rejuvenate");
        cluster.awaitSaid(
            "nobody can take the place of s1: s2 is held by an operator; s3 has no headroom for ");
        assertThat(aging.attribute(Server.SERVER_BEAN, "Stage")).isEqualTo("IN_SERVICE");
        assertThat(aging.startTime()).isEqualTo(started);

        roomy.call(Server.SERVER_BEAN, "release");

        cluster.awaitRestart(aging, started);
        first.awaitMore(20);
        int[] ports = cluster.servers().stream().mapToInt(s -> s.httpPort).toArray();
        first.finish(ports).requireNoneFailed();
        second.finish(ports).requireNoneFailed();
      }

      assertThat(successor(aging)).isEqualTo("s2");
      for (Server server : cluster.servers()) {
        mine.expect(server.httpPort, "colour", "green");
        theirs.expect(server.httpPort, "colour", "red");
        assertThat(large.call(server.httpPort, "show")).contains("id=" + large.id());
        assertThat(server.attribute(Server.SERVER_BEAN, "Role")).isEqualTo("PRIMARY");
        assertThat(server.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
      }
      ExampleSession fresh = ExampleSession.open(aging.httpPort);
      fresh.write(aging.httpPort, "colour", "white");
      assertThat(aging.attribute(Server.SERVER_BEAN, "Sessions")).isNotEqualTo(0L);
    }
  }

  private static Object successor(Server server) throws Exception {
    TabularData all = (TabularData) server.attribute("perennial:type=History", "Rejuvenations");
    assertThat(all.values()).hasSize(1);
    return ((CompositeData) all.values().iterator().next()).get("successor");
  }
}
