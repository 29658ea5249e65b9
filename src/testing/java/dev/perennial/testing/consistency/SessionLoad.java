package dev.perennial.testing.consistency;

import dev.perennial.testing.http.HttpFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Clients that append to their sessions and read them, one request after another each, until they
 * are stopped; a session may have several, whose requests overlap. They never try again what has
 * failed, and go on with the next. All that they see is in the histories of their sessions.
 */
public final class SessionLoad implements AutoCloseable {
  /** Between two requests of a client: it leaves the servers room. */
  private static final long PAUSE_NANOS = 25_000_000;

  private static final long PAUSE_AFTER_FAILURE_NANOS = 100_000_000;

  /** Of one client, so that lists stay short if nobody stops it. */
  private static final int MOST_REQUESTS = 20_000;

  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration ANSWERS_LIMIT = Duration.ofMinutes(3);
  private static final Duration LAST_ANSWER_LIMIT = Duration.ofMinutes(1);

  private final List<CheckedSession> sessions = new ArrayList<>();
  private final List<Thread> clients = new ArrayList<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final long end = System.nanoTime() + LONGEST.toNanos();
  private volatile boolean stop;

  /**
   * Opens sessions, and has their clients begin.
   *
   * @param clientsEach of each session
   * @param bytes of payload in each session
   * @param routes makes one for each client
   */
  public SessionLoad(int sessionCount, int clientsEach, int bytes, Supplier<Route> routes)
      throws HttpFailure {
    for (int i = 1; i <= sessionCount; i++) {
      sessions.add(CheckedSession.open(Integer.toString(i), routes.get().next(), bytes));
    }
    for (CheckedSession session : sessions) {
      for (int i = 0; i < clientsEach; i++) {
        Route route = routes.get();
        Thread client = new Thread(() -> run(session, route), "client-" + clients.size());
        clients.add(client);
        client.start();
      }
    }
  }

  private void run(CheckedSession session, Route route) {
    for (int i = 0; i < MOST_REQUESTS && !stop && System.nanoTime() < end; i++) {
      boolean ok = i % 2 == 0 ? session.append(route, 0) : session.read(route);
      if (ok) {
        answered.incrementAndGet();
      }
      LockSupport.parkNanos(ok ? PAUSE_NANOS : PAUSE_AFTER_FAILURE_NANOS);
    }
  }

  /**
   * Waits until this many requests more were answered, for at most three minutes.
   *
   * @throws AssertionError with what is known so far, if they are not in time
   */
  public void awaitMore(int more) {
    awaitMore(more, ANSWERS_LIMIT);
  }

  void awaitMore(int more, Duration limit) {
    int before = answered.get();
    try {
      Awaitility.await().atMost(limit).until(() -> answered.get() >= before + more);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("not " + more + " answers in " + limit + ": " + verdict(), e);
    }
  }

  /** Stops the clients, and waits until each has its answer. */
  @Override
  public void close() {
    stop = true;
    for (Thread client : clients) {
      try {
        client.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /**
   * Stops the clients, reads each session once more at each of these ports, until it is answered,
   * and says what came of all. May be called again, at other ports.
   */
  public Verdict finish(int... ports) {
    close();
    for (CheckedSession session : sessions) {
      for (int port : ports) {
        Awaitility.await("last answer to session " + session.history().session() + " at " + port)
            .atMost(LAST_ANSWER_LIMIT)
            .pollDelay(Duration.ZERO)
            .until(() -> session.read(port));
      }
    }
    return verdict();
  }

  /** Returns what came of it so far. */
  public Verdict verdict() {
    return Verdict.of(sessions.stream().map(CheckedSession::history).toList());
  }
}
