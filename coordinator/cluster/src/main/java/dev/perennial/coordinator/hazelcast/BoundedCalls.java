package dev.perennial.coordinator.hazelcast;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls into the cluster, each with a short limit: Hazelcast itself retries for minutes while a
 * member hangs. One thread, so that calls keep their order. Thread-safe.
 */
final class BoundedCalls implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int MAX_WAITING = 16;

  private final RateLimitedLog log;
  private final ScheduledThreadPoolExecutor executor;

  /**
   * @param names what answers may name, as for the member's own threads
   */
  BoundedCalls(RateLimitedLog log, ClassLoader names) {
    this.log = log;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            r -> {
              Thread thread = new Thread(r, "perennial-roster");
              thread.setDaemon(true);
              thread.setContextClassLoader(names);
              return thread;
            });
  }

  /** Runs a task about once a second, between the calls; also after it has failed. */
  void everySecond(Runnable task) {
    Runnable lasting =
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            log.log("look", "cluster: a look at the member failed: " + e);
          } catch (OutOfMemoryError e) {
            // Without memory nothing can be said of it either; the next look comes in a second.
            Thread.onSpinWait();
          }
        };
    var unused = executor.scheduleWithFixedDelay(lasting, 1, 1, TimeUnit.SECONDS);
  }

  /** Returns what the call returns; empty if it failed or is not back in time. */
  <T> Optional<T> call(String what, Callable<T> call) {
    if (executor.getQueue().size() > MAX_WAITING) {
      return Optional.empty();
    }
    Future<T> future;
    try {
      future = executor.submit(call);
    } catch (RejectedExecutionException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      log.log(what, "cluster: no answer within " + LIMIT.toMillis() + " ms: " + what);
    } catch (ExecutionException e) {
      log.log(what, "cluster: " + what + " failed: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // Interrupting a call that has been sent changes nothing; one that still waits must not be
    // sent.
    future.cancel(false);
    return Optional.empty();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }
}
