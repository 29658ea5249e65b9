package dev.perennial.sample.client;

import dev.perennial.testing.http.HttpAnswer;
import dev.perennial.testing.http.HttpConnection;
import dev.perennial.testing.http.HttpFailure;
import dev.perennial.testing.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of one tab over one keep-alive connection, and counts strictly. What it does
 * about trouble, and nothing else:
 *
 * <ul>
 *   <li>A connection whose close has arrived is not used again; nothing was sent, nothing is
 *       counted.
 *   <li>A GET that got no byte of an answer on a connection used before is sent once more on a new
 *       one, as HTTP allows (RFC 9110, 9.2.2), and counted as repeated. A POST is not: nobody can
 *       know whether it took effect, so it has failed.
 *   <li>A 503 with Retry-After says that nothing took effect: the request is sent again after that
 *       time, and only if this does not succeed within the timeout it has failed.
 *   <li>Everything else has failed: a refused connection too, for any method.
 * </ul>
 *
 * Not thread-safe.
 */
final class Caller implements AutoCloseable {
  private final Supplier<Endpoint> route;
  private final Duration timeout;
  private final Pace pace;
  private final Tally tally;
  private @Nullable Endpoint last;
  private @Nullable HttpConnection connection;

  /**
   * @param route names the server for the next request; asked for each
   */
  Caller(Supplier<Endpoint> route, Duration timeout, Pace pace, Tally tally) {
    this.route = route;
    this.timeout = timeout;
    this.pace = pace;
    this.tally = tally;
  }

  /**
   * A successful answer.
   *
   * @param sent when the request was, first
   * @param received when the answer was complete
   */
  record Reply(HttpAnswer answer, long sent, long received) {}

  /**
   * Sends, and waits for the answer.
   *
   * @param plannedMillis that the request itself asks to take
   * @return empty if it has failed, which is counted
   */
  Optional<Reply> send(HttpRequest request, long plannedMillis) {
    tally.request();
    long sent = System.nanoTime();
    try {
      HttpAnswer answer = patiently(request, sent + timeout.toNanos());
      long received = System.nanoTime();
      tally.waited(sent, received - plannedMillis * 1_000_000);
      if (answer.status() != 200) {
        tally.failed(describe(request) + ": status " + answer.status() + " " + answer.body());
        return Optional.empty();
      }
      return Optional.of(new Reply(answer, sent, received));
    } catch (HttpFailure e) {
      tally.waited(sent, System.nanoTime() - plannedMillis * 1_000_000);
      tally.failed(describe(request) + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private HttpAnswer patiently(HttpRequest request, long giveUp) throws HttpFailure {
    while (true) {
      HttpAnswer answer = repeatedly(request);
      Optional<String> retryAfter = answer.header("retry-after");
      if (answer.status() != 503 || retryAfter.isEmpty()) {
        return answer;
      }
      tally.unavailable(describe(request));
      long next = System.nanoTime() + 1_000_000_000L * seconds(retryAfter.get());
      if (next > giveUp || !await(next)) {
        return answer;
      }
    }
  }

  private HttpAnswer repeatedly(HttpRequest request) throws HttpFailure {
    HttpConnection used = connection();
    boolean repeatable = used.reused() && request.idempotent();
    try {
      return used.exchange(request);
    } catch (HttpFailure e) {
      if (!repeatable || e.phase() != HttpFailure.Phase.NO_ANSWER) {
        throw e;
      }
      tally.repeated();
      return connection().exchange(request);
    }
  }

  private HttpConnection connection() throws HttpFailure {
    Endpoint target = route.get();
    HttpConnection kept = connection;
    if (kept != null && target.equals(last) && kept.usable()) {
      return kept;
    }
    close();
    last = target;
    HttpConnection opened = HttpConnection.open(target.application(), timeout);
    connection = opened;
    return opened;
  }

  private boolean await(long time) {
    try {
      return pace.awaitUntil(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String describe(HttpRequest request) {
    return request.method() + " " + request.path() + " at " + (last == null ? "?" : last.name());
  }

  private static long seconds(String retryAfter) {
    try {
      return Math.max(0, Long.parseLong(retryAfter.trim()));
    } catch (NumberFormatException e) {
      // A date: none of ours sends one, and a second is polite enough.
      return 1;
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
