package dev.perennial.testing.consistency;

import dev.perennial.testing.http.Http;
import dev.perennial.testing.http.HttpAnswer;
import dev.perennial.testing.http.HttpFailure;
import dev.perennial.testing.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A session in the application that keeps a list of tokens, and its history. What it asks for:
 *
 * <ul>
 *   <li>{@code POST} with {@code open=BYTES}: a new session with an empty list, and a payload of so
 *       many bytes
 *   <li>{@code POST} with {@code append=TOKEN&millis=N}: waits for N ms, then appends
 *   <li>{@code GET}: reads
 * </ul>
 *
 * <p>Each is answered with status 200, the server's name on the first line and the whole list on
 * the second, a space between tokens; with status 410 and the server's name if there is no session.
 * Each request has a connection of its own. A refused connection, and status 503 with Retry-After,
 * say that nothing took effect; after the latter it is sent again, for up to 30 s. If it had taken
 * effect all the same, its token is there twice then. After anything else that is no answer, nobody
 * knows. Thread-safe.
 */
public final class CheckedSession {
  private static final String PATH = "/tokens/tokens";
  private static final String COOKIE = "JSESSIONID";
  private static final int OK = 200;
  private static final int GONE = 410;
  private static final int UNAVAILABLE = 503;

  /** For how long it comes again. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long PAUSE_NANOS = 100_000_000;

  private final String name;
  private final String id;
  private final Duration patience;
  private final History history;
  private final AtomicInteger appended = new AtomicInteger();

  private CheckedSession(String name, String id, Duration patience) {
    this.name = name;
    this.id = id;
    this.patience = patience;
    this.history = new History(name, System::nanoTime);
  }

  /**
   * Opens a session.
   *
   * @param name in reports, and what its tokens begin with
   * @param bytes of payload that it carries
   * @throws AssertionError if it is not opened
   */
  public static CheckedSession open(String name, int port, int bytes) throws HttpFailure {
    return open(name, port, bytes, PATIENCE);
  }

  static CheckedSession open(String name, int port, int bytes, Duration patience)
      throws HttpFailure {
    HttpAnswer answer = Http.post(port, PATH, "open=" + bytes);
    Optional<String> id = answer.cookie(COOKIE);
    if (answer.status() != OK || id.isEmpty()) {
      throw new AssertionError("no session, status " + answer.status() + ": " + answer.body());
    }
    return new CheckedSession(name, id.get(), patience);
  }

  public String id() {
    return id;
  }

  public History history() {
    return history;
  }

  /** Appends a new token; returns whether that was acknowledged. */
  public boolean append(int port) {
    return append(Route.to(() -> port), 0);
  }

  /**
   * Appends a new token after the server has waited; returns whether that was acknowledged.
   *
   * @param limit for the answer
   */
  public boolean append(int port, int millis, Duration limit) {
    String token = name + "-" + appended.incrementAndGet();
    HttpRequest request = HttpRequest.post(PATH, "append=" + token + "&millis=" + millis, cookie());
    return send(history.append(token), Route.to(() -> port), to -> Http.ask(to, request, limit));
  }

  /** Reads the list; returns whether it was answered. */
  public boolean read(int port) {
    return read(Route.to(() -> port));
  }

  /** Appends a new token after the server has waited; returns whether that was acknowledged. */
  boolean append(Route route, int millis) {
    String token = name + "-" + appended.incrementAndGet();
    return send(
        history.append(token),
        route,
        port -> Http.post(port, PATH, "append=" + token + "&millis=" + millis, cookie()));
  }

  boolean read(Route route) {
    return send(history.read(), route, port -> Http.get(port, PATH, cookie()));
  }

  private interface Exchange {
    HttpAnswer at(int port) throws HttpFailure;
  }

  private boolean send(History.Begun begun, Route route, Exchange exchange) {
    long giveUp = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        HttpAnswer answer = exchange.at(route.next());
        if (!isPutOff(answer) || System.nanoTime() >= giveUp) {
          return note(begun, answer);
        }
        begun.putOff();
        LockSupport.parkNanos(PAUSE_NANOS);
      } catch (HttpFailure e) {
        if (e.phase() != HttpFailure.Phase.CONNECT) {
          begun.unknown(e.getMessage());
          return false;
        }
        if (!route.goesOnAfterRefusal()) {
          begun.refused(e.getMessage());
          return false;
        }
      }
    }
  }

  private static boolean isPutOff(HttpAnswer answer) {
    return answer.status() == UNAVAILABLE && answer.header("retry-after").isPresent();
  }

  private boolean note(History.Begun begun, HttpAnswer answer) {
    String[] lines = answer.body().split("\n", -1);
    if (answer.status() == GONE || answer.cookie(COOKIE).isPresent()) {
      // A client that is given another session has lost its own.
      begun.answered(lines[0], List.of());
      return true;
    }
    if (answer.status() == OK && lines.length > 1) {
      begun.answered(lines[0], lines[1].isEmpty() ? List.of() : List.of(lines[1].split(" ")));
      return true;
    }
    String what = "status " + answer.status() + " " + answer.body().strip();
    if (isPutOff(answer)) {
      begun.refused(what);
    } else {
      begun.unknown(what);
    }
    return false;
  }

  private String cookie() {
    return "Cookie: " + COOKIE + "=" + id;
  }
}
