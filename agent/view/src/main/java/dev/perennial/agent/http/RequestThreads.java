package dev.perennial.agent.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Two threads for all requests, and one that watches them. The JDK's server reads a request on such
 * a thread without a limit, so two clients that send half a request would block every probe. Hence
 * whoever takes too long is interrupted, which closes its connection.
 */
final class RequestThreads implements Executor, AutoCloseable {
  private static final int THREADS = 2;

  /** More connections than that wait for nobody: they are closed. */
  private static final int WAITING = 50;

  private final AtomicInteger number = new AtomicInteger();
  private final Map<Thread, Long> since = new ConcurrentHashMap<>();
  private final long limitNanos;
  private final LongSupplier nanos;
  private final ThreadPoolExecutor pool =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          30,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING),
          task -> daemon(task, "perennial-http-" + number.incrementAndGet()));
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "perennial-http-watch"));

  RequestThreads(long limitNanos, LongSupplier nanos) {
    this.limitNanos = limitNanos;
    this.nanos = nanos;
    pool.allowCoreThreadTimeOut(true);
    var unused =
        watch.scheduleWithFixedDelay(
            this::interruptLateOnes, limitNanos / 2, limitNanos / 2 + 1, TimeUnit.NANOSECONDS);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs a request.
   *
   * @throws RejectedExecutionException if too many wait; the JDK's server then closes the
   *     connection
   */
  @Override
  public void execute(Runnable request) {
    try {
      pool.execute(() -> run(request));
    } catch (OutOfMemoryError e) {
      // No thread is to be had. The JDK's own thread must not end of it: there would be no other.
      throw new RejectedExecutionException(e);
    }
  }

  private void interruptLateOnes() {
    long now = nanos.getAsLong();
    for (Thread thread : since.keySet()) {
      // Under the entry's lock, so that the next request of the thread is not hit.
      since.computeIfPresent(
          thread,
          (t, begun) -> {
            if (now - begun > limitNanos) {
              t.interrupt();
            }
            return begun;
          });
    }
  }

  private void run(Runnable request) {
    Thread self = Thread.currentThread();
    since.put(self, nanos.getAsLong());
    try {
      request.run();
    } finally {
      since.remove(self);
      // An interrupt meant for this request is not for the next one.
      Thread.interrupted();
    }
  }

  @Override
  public void close() {
    watch.shutdownNow();
    pool.shutdownNow();
  }
}
