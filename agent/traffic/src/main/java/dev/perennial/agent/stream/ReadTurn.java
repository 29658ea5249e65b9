package dev.perennial.agent.stream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Whose turn it is to read a connection: one thread's at a time, or nobody's. What one has done in
 * its turn the next one sees. Thread-safe.
 */
final class ReadTurn {
  /** Goes up by one when it is taken, and when it is let go: odd while somebody has it. */
  private final AtomicLong changes = new AtomicLong();

  private volatile long seen = -1;

  /** Returns whether it is the caller's now. */
  boolean tryTake() {
    long now = changes.get();
    return isFree(now) && changes.compareAndSet(now, now + 1);
  }

  /** It is nobody's now. */
  void letGo() {
    changes.incrementAndGet();
  }

  boolean isFree() {
    return isFree(changes.get());
  }

  /**
   * Takes it if nobody has had it since the last time that this was called. Two that look at once
   * may count as two looks.
   */
  boolean takeIfLeft() {
    long before = seen;
    long now = changes.get();
    seen = now;
    return now == before && isFree(before) && changes.compareAndSet(before, before + 1);
  }

  private static boolean isFree(long changes) {
    return (changes & 1) == 0;
  }
}
