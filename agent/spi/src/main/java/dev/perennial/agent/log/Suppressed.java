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
   * Counts an error; throws nothing, whatever the error throws when it is asked what it is, and
   * also where there is no memory for words.
   *
   * @param where it was caught, in words
   */
  public static void count(Throwable error, String where) {
    try {
      total.increment();
      last = where + ": " + error;
    } catch (Throwable e) {
      last = where;
    }
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
