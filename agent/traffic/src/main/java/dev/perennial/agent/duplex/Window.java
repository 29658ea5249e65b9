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
    enter(size, answer);
    while (bytes > maxBytes) {
      awaitFirst();
    }
  }

  /** As {@link #add}; whatever comes of the answers is for others to see. */
  void addTolerant(long size, CompletableFuture<?> answer) throws InterruptedException {
    enter(size, answer);
    while (bytes > maxBytes) {
      boolean unused = isAnswered(removeFirst());
    }
  }

  private boolean isAnswered(Entry entry) throws InterruptedException {
    try {
      Object unused = entry.answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  private Entry removeFirst() {
    Entry first = entries.remove();
    bytes -= first.bytes;
    return first;
  }

  private void enter(long size, CompletableFuture<?> answer) {
    entries.add(new Entry(size, answer));
    bytes += size;
  }

  /** Waits for all. */
  void close() throws HandoverException, InterruptedException {
    while (!entries.isEmpty()) {
      awaitFirst();
    }
  }

  private void awaitFirst() throws HandoverException, InterruptedException {
    Entry first = removeFirst();
    try {
      Object unused = first.answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new HandoverException(String.valueOf(e.getCause().getMessage()), e.getCause());
    } catch (TimeoutException e) {
      throw new HandoverException(
          "the successor did not answer within " + limit.toMillis() + " ms", e);
    }
  }
}
