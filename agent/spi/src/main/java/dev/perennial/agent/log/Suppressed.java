package dev.perennial.agent.log;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts the agent's own errors that it kept from the application. Tests assert that there are
 * none. Those of woven code are counted apart, in {@code java.lang.PerennialBridge}. Thread-safe.
 */
public final class Suppressed {
  private static final LongAdder total = new LongAdder();
  private static volatile @Nullable String last;

  private Suppressed() {}

  /**
   * Counts an error.
   *
   * @param where it was caught, in words
   */
  public static void count(Throwable error, String where) {
    total.increment();
    last = where + ": " + error;
  }

  /** Returns how many there have been. */
  public static long total() {
    return total.sum();
  }

  /** Returns the last one and where it was caught, or null. */
  public static @Nullable String last() {
    return last;
  }
}
