package dev.perennial.testing.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Single requests to loopback, each on a connection of its own. Thread-safe. */
public final class Http {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private Http() {}

  /** Sends a GET; answered within a minute. */
  public static HttpAnswer get(int port, String path, String... headers) throws HttpFailure {
    return send(port, HttpRequest.get(path, headers), LIMIT);
  }

  /** Sends a POST of a form; answered within a minute. */
  public static HttpAnswer post(int port, String path, String form, String... headers)
      throws HttpFailure {
    return send(port, HttpRequest.post(path, form, headers), LIMIT);
  }

  /** Sends a request; answered within a limit. */
  public static HttpAnswer ask(int port, HttpRequest request, Duration limit) throws HttpFailure {
    return send(port, request, limit);
  }

  /** Returns the answer if its status is 200 and it comes in time; empty for anything else. */
  public static Optional<HttpAnswer> ok(int port, HttpRequest request, Duration limit) {
    try {
      return Optional.of(send(port, request, limit)).filter(answer -> answer.status() == 200);
    } catch (HttpFailure e) {
      // A server that restarts does not answer; whoever asks will ask again.
      return Optional.empty();
    }
  }

  private static HttpAnswer send(int port, HttpRequest request, Duration limit) throws HttpFailure {
    List<String> headers = new ArrayList<>(request.headers());
    headers.add("Connection: close");
    HttpRequest alone = new HttpRequest(request.method(), request.path(), headers, request.form());
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    try (HttpConnection connection = HttpConnection.open(address, limit)) {
      return connection.exchange(alone);
    }
  }
}
