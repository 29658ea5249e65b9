package dev.perennial.agent.restart;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A client of a {@link ForkedServer}: sends requests one after another, each on a connection of its
 * own.
 */
final class RestartClient implements Runnable {
  final AtomicBoolean stop = new AtomicBoolean();
  final List<String> failures = new CopyOnWriteArrayList<>();
  final List<String> lives = new CopyOnWriteArrayList<>();
  private final ForkedServer server;
  private final Duration pause;
  final AtomicInteger answers = new AtomicInteger();

  /** For the client's thread; for others once that has ended. */
  long longestMillis;

  RestartClient(ForkedServer server) {
    this(server, Duration.ZERO);
  }

  /**
   * @param pause between two requests
   */
  RestartClient(ForkedServer server, Duration pause) {
    this.server = server;
    this.pause = pause;
  }

  void awaitMoreAnswers(int count) {
    int before = answers.get();
    await()
        .atMost(Duration.ofMinutes(3))
        .until(() -> answers.get() >= before + count || !failures.isEmpty());
  }

  @Override
  public void run() {
    while (!stop.get()) {
      long begin = System.nanoTime();
      try {
        String life = server.get("/");
        if (!lives.contains(life)) {
          lives.add(life);
        }
        answers.incrementAndGet();
      } catch (ConnectException e) {
        failures.add("refused: " + e);
      } catch (IOException e) {
        failures.add("broken: " + e);
      }
      longestMillis =
          Math.max(longestMillis, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
      LockSupport.parkNanos(pause.toNanos());
    }
  }
}
