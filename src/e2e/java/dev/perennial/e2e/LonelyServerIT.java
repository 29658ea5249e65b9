package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One server and no peer. */
@Timeout(600)
final class LonelyServerIT {
  @Test
  void aServerWithoutPeerSaysWhyItCannotBeDuplexedAndServesOn() throws Exception {
    try (Cluster cluster = Clusters.of("lonely-server", "11")) {
      Server only = cluster.add("s1", "primary");
      cluster.start();
      ExampleSession session = ExampleSession.open(only.httpPort);
      session.write(only.httpPort, "colour", "green");
      Object started = only.attribute("java.lang:type=Runtime", "StartTime");

      only.call(Server.SERVER_BEAN, "rejuvenate");

      Awaitility.await()
          .atMost(Duration.ofMinutes(1))
          .until(
              () ->
                  only.agentLog()
                      .contains("nobody can take the place of s1: there is no other server"));
      session.expect(only.httpPort, "colour", "green");
      assertThat(only.attribute(Server.SERVER_BEAN, "Stage")).isEqualTo("IN_SERVICE");
      assertThat(only.attribute("java.lang:type=Runtime", "StartTime")).isEqualTo(started);
    }
  }
}
