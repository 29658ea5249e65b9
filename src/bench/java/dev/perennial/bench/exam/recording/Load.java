package dev.perennial.bench.exam.recording;

import dev.perennial.bench.LoadClient;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients of a server: steady requests, now and then a new session. Errors are only counted. */
final class Load implements AutoCloseable {
  private static final int CLIENTS = 2;
  private static final int REQUESTS_A_SESSION = 20;
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final int port;
  private final String path;
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private final AtomicInteger failedInARow = new AtomicInteger();
  private volatile boolean closed;

  Load(int port, String path) {
    this.port = port;
    this.path = path;
  }

  /**
   * Waits for the first answer.
   *
   * @throws IOException if there is none in time
   */
  void awaitServer(Process process, int seconds) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (process.isAlive() && System.nanoTime() < end) {
      try (LoadClient client = new LoadClient(port, path)) {
        client.request();
        return;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new IOException("no answer at port " + port);
  }

  void start() {
    for (int i = 0; i < CLIENTS; i++) {
      threads.execute(this::ask);
    }
  }

  private void ask() {
    long next = System.nanoTime();
    while (!closed) {
      try (LoadClient client = new LoadClient(port, path)) {
        for (int i = 0; i < REQUESTS_A_SESSION && !closed; i++) {
          client.request();
          failedInARow.set(0);
          next = Math.max(next + PERIOD_NANOS, System.nanoTime());
          TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
        }
      } catch (IOException e) {
        failedInARow.incrementAndGet();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Returns how many requests in a row have failed until now. */
  int failedInARow() {
    return failedInARow.get();
  }

  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
  }
}
