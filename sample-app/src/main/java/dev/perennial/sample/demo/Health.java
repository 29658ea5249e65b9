package dev.perennial.sample.demo;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.testing.cluster.Server;
import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpAnswer;
import dev.perennial.testing.http.HttpFailure;
import dev.perennial.testing.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * What a shop says of itself.
 *
 * @param server that answered
 * @param pid of its process
 * @param startMillis when its JVM started
 * @param heapUsedBytes with garbage
 * @param heapMaxBytes at most
 */
record Health(String server, long pid, long startMillis, long heapUsedBytes, long heapMaxBytes) {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** Returns what this very server says; empty if it or a relay of it does not answer. */
  static Optional<Health> of(Server server) {
    return Http.ok(server.httpPort, HttpRequest.get("/health"), LIMIT)
        .flatMap(Health::of)
        .filter(health -> health.server().equals(server.name));
  }

  private static Optional<Health> of(HttpAnswer answer) {
    try {
      JsonNode json = answer.json();
      return Optional.of(
          new Health(
              json.path("server").asText(""),
              json.path("pid").asLong(-1),
              json.path("startMillis").asLong(-1),
              json.path("heapUsedBytes").asLong(-1),
              json.path("heapMaxBytes").asLong(-1)));
    } catch (HttpFailure e) {
      return Optional.empty();
    }
  }
}
