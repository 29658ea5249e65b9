package dev.perennial.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.awaitility.Awaitility;

/** Clients that write and read their sessions one request after another, until stopped. */
final class Load implements AutoCloseable {
  /** Between two rounds of a client: some hundred requests a second leave the servers room. */
  static final long PAUSE_NANOS = 10_000_000;

  private final AtomicBoolean stop = new AtomicBoolean();
  private final AtomicInteger requests = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  /**
   * @param port tells where the next request goes
   */
  Load(int clients, IntSupplier port) {
    for (int i = 0; i < clients; i++) {
      Thread thread = new Thread(() -> run(port), "client-" + i);
      thread.start();
      threads.add(thread);
    }
  }

  private void run(IntSupplier port) {
    try {
      ExampleSession session = ExampleSession.open(port.getAsInt());
      for (int n = 0; !stop.get(); n++) {
        session.write(port.getAsInt(), "count", "n" + n);
        session.expect(port.getAsInt(), "count", "n" + n);
        requests.addAndGet(2);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    } catch (Exception | AssertionError e) {
      failures.add(Thread.currentThread().getName() + ": " + e);
    }
  }

  int requests() {
    return requests.get();
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  /** Waits for so many requests more, or for the first that fails. */
  void awaitMore(int more, Duration limit) {
    int before = requests();
    Awaitility.await().atMost(limit).until(() -> requests() > before + more || !failures.isEmpty());
  }

  /** Lets each client finish its request, and returns what failed. */
  List<String> finish() {
    close();
    return failures();
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
