package dev.perennial.agent.duplex;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps the bytes on their way to a peer within a bound, and finds the first that failed. For one
 * thread.
 */
final class Window {
  private final long maxBytes;
  private final Duration limit;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long bytes;

  Window(long maxBytes, Duration limit) {
    this.maxBytes = maxBytes;
    this.limit = limit;
  }

  private record Entry(long bytes, CompletableFuture<?> answer) {}

  void add(long size, CompletableFuture<?> answer) throws HandoverException, InterruptedException {
    entries.add(new Entry(size, answer));
    bytes += size;
    while (bytes > maxBytes) {
      awaitFirst();
    }
  }

  /** Waits for all. */
  void close() throws HandoverException, InterruptedException {
    while (!entries.isEmpty()) {
      awaitFirst();
    }
  }

  private void awaitFirst() throws HandoverException, InterruptedException {
    Entry first = entries.remove();
    bytes -= first.bytes;
    try {
      first.answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new HandoverException(String.valueOf(e.getCause().getMessage()), e.getCause());
    } catch (TimeoutException e) {
      throw new HandoverException("the successor did not answer within " + limit, e);
    }
  }
}
