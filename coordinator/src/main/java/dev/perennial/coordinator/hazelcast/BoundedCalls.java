package dev.perennial.coordinator.hazelcast;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls into the cluster, each with a short limit: Hazelcast itself retries for minutes while a
 * member hangs. One thread, so that calls keep their order. Thread-safe.
 */
final class BoundedCalls implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final RateLimitedLog log;
  private final ThreadPoolExecutor executor;

  BoundedCalls(RateLimitedLog log) {
    this.log = log;
    this.executor =
        new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(16),
            r -> {
              Thread thread = new Thread(r, "perennial-roster");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /** Returns what the call returns; empty if it failed or is not back in time. */
  <T> Optional<T> call(String what, Callable<T> call) {
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
