package dev.perennial.bench;

import dev.perennial.testing.http.HttpAnswer;
import dev.perennial.testing.http.HttpConnection;
import dev.perennial.testing.http.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A client of one server that names another session, which nobody has, with each request. */
final class InventingClient implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final SplittableRandom SEEDS = new SplittableRandom();

  private final InetSocketAddress address;
  private final String path;
  private final SplittableRandom random;
  private @Nullable HttpConnection connection;
  private final AtomicLong refused = new AtomicLong();

  InventingClient(int port, String path) {
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.path = path;
    synchronized (SEEDS) {
      random = SEEDS.split();
    }
  }

  /** Returns how many requests were answered with 503 so far; those are not counted otherwise. */
  long refused() {
    return refused.get();
  }

  /**
   * Returns how many requests were answered with 200.
   *
   * @param invents whether a session is named
   */
  long ask(boolean invents, long endNanos) throws IOException {
    HttpRequest plain = HttpRequest.get(path);
    long count = 0;
    while (System.nanoTime() - endNanos < 0) {
      HttpConnection open = connection;
      if (open == null) {
        open = HttpConnection.open(address, LIMIT);
        connection = open;
      }
      HttpAnswer answer = open.exchange(invents ? invented() : plain);
      if (answer.closes()) {
        close();
      }
      if (answer.status() == 200) {
        count++;
      } else if (answer.status() == 503) {
        refused.incrementAndGet();
      } else {
        throw new IOException(path + " is answered with " + answer.status());
      }
    }
    return count;
  }

  private HttpRequest invented() {
    String id = HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    return HttpRequest.get(path, "Cookie: JSESSIONID=" + id);
  }

  @Override
  public void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
