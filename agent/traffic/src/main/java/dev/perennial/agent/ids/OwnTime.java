package dev.perennial.agent.ids;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Time during which this process has run. Whoever stood still itself, for a collection or a signal,
 * would take everybody else for silent: of what passes between two looks at the clock no more
 * counts than is usual between them. Thread-safe; the looks are for one thread.
 */
public final class OwnTime implements LongSupplier {
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final LongSupplier nanos;
  private final AtomicLong passed = new AtomicLong();
  private long lookedNanos;

  /**
   * @param nanos like {@link System#nanoTime}
   */
  public OwnTime(LongSupplier nanos) {
    this.nanos = nanos;
    lookedNanos = nanos.getAsLong();
  }

  /** Looks at the clock; to be called about ten times a second. */
  public void look() {
    long now = nanos.getAsLong();
    long unused = passed.addAndGet(Math.min(MOST_NANOS, now - lookedNanos));
    lookedNanos = now;
  }

  /** Returns what has passed so far, in nanoseconds. */
  @Override
  public long getAsLong() {
    return passed.get();
  }
}
