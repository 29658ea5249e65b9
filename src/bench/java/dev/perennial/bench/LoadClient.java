package dev.perennial.bench;

import dev.perennial.testing.http.HttpAnswer;
import dev.perennial.testing.http.HttpConnection;
import dev.perennial.testing.http.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** One client of a server on loopback: a kept connection, a session, one request after another. */
public final class LoadClient implements Callable<Long>, AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final InetSocketAddress address;
  private volatile long endNanos;
  private HttpRequest request;
  private @Nullable HttpConnection connection;

  public LoadClient(int port, String path) {
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.request = HttpRequest.get(path);
  }

  LoadClient until(long nanos) {
    endNanos = nanos;
    return this;
  }

  /** Returns how many requests were answered. */
  @Override
  public Long call() throws IOException {
    long count = 0;
    while (System.nanoTime() - endNanos < 0) {
      request();
      count++;
    }
    return count;
  }

  /**
   * @throws IOException if the answer is not 200
   */
  public void request() throws IOException {
    HttpConnection open = connection;
    if (open == null) {
      open = HttpConnection.open(address, LIMIT);
      connection = open;
    }
    HttpAnswer answer = open.exchange(request);
    if (answer.status() != 200) {
      throw new IOException(request.path() + " is answered with " + answer.status());
    }
    List<String> cookies = answer.headers().getOrDefault("set-cookie", List.of());
    if (!cookies.isEmpty()) {
      request = HttpRequest.get(request.path(), "Cookie: " + cookies.get(0).split(";", 2)[0]);
    }
    if (answer.closes()) {
      close();
    }
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
