package dev.perennial.agent.ids;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whether so many requests name sessions that are not here that asking for each costs too much.
 * Counted in windows; one that is full makes a flood at once, and for the next one. Thread-safe
 * without locks.
 */
public final class Flood {
  private static final long WINDOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** In a window: 500 requests a second. */
  static final int MANY = 50;

  private final AtomicLong beganNanos;
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean last;

  /**
   * @param now on the clock of all other calls
   */
  public Flood(long now) {
    beganNanos = new AtomicLong(now);
  }

  /** Counts one more; returns whether there is a flood. */
  public boolean add(long now) {
    turn(now);
    return count.incrementAndGet() >= MANY || last;
  }

  /** Returns whether there is a flood. */
  public boolean isOn(long now) {
    turn(now);
    return count.get() >= MANY || last;
  }

  private void turn(long now) {
    long began = beganNanos.get();
    if (now - began >= WINDOW_NANOS && beganNanos.compareAndSet(began, now)) {
      last = count.getAndSet(0) >= MANY && now - began < 2 * WINDOW_NANOS;
    }
  }
}
