package dev.perennial.e2e;

import dev.perennial.testing.http.HttpFailure;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/** Clients that go to the other server as soon as the first one refuses them, and stay there. */
final class MovingLoad implements AutoCloseable {
  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicInteger requests = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads;

  MovingLoad(int clients, int first, int second) {
    threads =
        IntStream.range(0, clients)
            .mapToObj(n -> new Thread(() -> run(first, second), "client-" + n))
            .toList();
    threads.forEach(Thread::start);
  }

  private void run(int first, int second) {
    try {
      int port = first;
      ExampleSession session = ExampleSession.open(port);
      for (int n = 0; !stop.get(); n++) {
        try {
          session.write(port, "count", "n" + n);
          session.expect(port, "count", "n" + n);
          requests.addAndGet(2);
          LockSupport.parkNanos(Load.PAUSE_NANOS);
        } catch (HttpFailure e) {
          if (port == second || e.phase() != HttpFailure.Phase.CONNECT) {
            throw e;
          }
          // Refused: nothing was sent.
          port = second;
        }
      }
    } catch (Exception | AssertionError e) {
      failures.add(Thread.currentThread().getName() + ": " + e);
    }
  }

  int requests() {
    return requests.get();
  }

  /** Waits for that many requests since the start, or for the first that fails. */
  void awaitRequests(int least) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> requests.get() >= least || !failures.isEmpty());
  }

  List<String> finish() {
    close();
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    stop.set(true);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
