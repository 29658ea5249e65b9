package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A server that is told to stop, and cannot or may not hand over first. One that can is in {@link
 * SessionSurvivesRestartIT}.
 */
@Timeout(600)
final class OrderlyStopIT {
  /** The spare could take the place of the one that only observes, and of no other. */
  @Test
  void withoutASuccessorAServerStopsAndSaysWhyAndObserveJustLeaves() throws Exception {
    try (Cluster cluster = Clusters.of("orderly-stop", "11")) {
      Server different = cluster.add("s1", "primary");
      Server observing = cluster.add("s2", "primary");
      observing.settings.put("perennial.action", "observe");
      Server spare = cluster.add("s3", "spare");
      for (Server server : new Server[] {observing, spare}) {
        Files.createDirectories(server.base.resolve("webapps/another/WEB-INF"));
      }
      cluster.start();
      for (Server server : new Server[] {different, observing}) {
        ExampleSession.open(server.httpPort).write(server.httpPort, "colour", "green");
      }

      stop(observing);

      assertThat(observing.agentLog())
          .contains("leaves the cluster: perennial.action=observe moves nothing");
      assertThat(spare.attribute(Server.SERVER_BEAN, "Sessions")).isEqualTo(0L);
      assertNoVoter(spare, "s2");

      stop(different);

      assertThat(different.agentLog())
          .contains("nobody can take the place of s1: ", "s3 runs other applications")
          .contains("end with this process");
      assertNoVoter(spare, "s1");
      // Alone now, and a majority of one.
      assertThat(spare.attribute(Server.SERVER_BEAN, "Stage")).isEqualTo("IN_SERVICE");
    }
  }

  private static void stop(Server server) throws InterruptedException {
    server.process().destroy();
    assertThat(server.process().waitFor(90, TimeUnit.SECONDS)).isTrue();
  }

  /** Waits until a server that has left is not counted among the voters. */
  static void assertNoVoter(Server asked, String gone) {
    Awaitility.await(gone + " has no vote")
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> rosterOf(asked).matches("(?s).*\"name\":\"" + gone + "\"[^}]*\"voter\":false.*"));
  }

  private static String rosterOf(Server server) throws Exception {
    return Http.get(server.agentPort, "/cluster").body().replace(" ", "");
  }
}
