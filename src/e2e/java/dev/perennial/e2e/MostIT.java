package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.cluster.Cluster;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator allows a server at most: one setting, and it is rejuvenated by itself. */
@Tag("full")
@Timeout(600)
final class MostIT {
  private static final String PAGE = "/examples/servlets/servlet/HelloWorldExample";
  private static final int REQUESTS = 300;

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "max-uptime, 20s, running time",
    "max-requests, 300, requests served",
    "max-memory, 100m, memory of the process",
  })
  void aServerThatHasReachedItIsRejuvenated(String key, String most, String words)
      throws Exception {
    try (Cluster cluster = Clusters.of(key, "11")) {
      Server first = cluster.add("s1", "primary");
      Server spare = cluster.add("s2", "spare");
      first.settings.put("perennial.action", "automatic");
      first.settings.put("perennial." + key, most);
      first.settings.put("perennial.hold-time", "2s");
      first.settings.put("perennial.min-uptime", "0ms");
      cluster.start();
      ExampleSession session = ExampleSession.open(first.httpPort);
      session.write(first.httpPort, "colour", "green");
      long pid = first.pid();
      Object started = first.startTime();

      for (int i = 0; i < REQUESTS; i++) {
        assertThat(Http.get(first.httpPort, PAGE).status()).isEqualTo(200);
      }

      cluster.awaitRestart(first, started);
      assertThat(first.pid()).isEqualTo(pid);
      assertThat(first.agentLog()).containsPattern("(?i)unstable.*" + words);
      session.expect(spare.httpPort, "colour", "green");
      assertThat(first.attribute(Server.SERVER_BEAN, "SuppressedErrors")).isEqualTo(0L);
    }
  }
}
