package dev.perennial.sample.demo;

import dev.perennial.sample.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks servers and agents, for the demo itself; not the client whose requests are counted.
 * Thread-safe.
 */
public final class Http {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  /** Returns what is answered with status 200; empty if anything else happens. */
  public Optional<Json> get(String url) throws InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url)));
  }

  /** Returns whether the answer has status 200. */
  boolean ok(String url) throws InterruptedException {
    return status(HttpRequest.newBuilder(URI.create(url)))
        .map(r -> r.statusCode() == 200)
        .orElse(false);
  }

  /** Sends a POST without a body; as {@link #get} otherwise. */
  public Optional<Json> post(String url) throws InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private Optional<Json> send(HttpRequest.Builder request) throws InterruptedException {
    return status(request).filter(r -> r.statusCode() == 200).flatMap(r -> parse(r.body()));
  }

  private Optional<HttpResponse<String>> status(HttpRequest.Builder request)
      throws InterruptedException {
    try {
      return Optional.of(
          client.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      // A server that restarts does not answer; whoever asks will ask again.
      return Optional.empty();
    }
  }

  private static Optional<Json> parse(String body) {
    try {
      return Optional.of(Json.parse(body));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
