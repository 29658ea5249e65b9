package dev.perennial.agent.server;

import java.util.function.LongSupplier;

/**
 * Something that should not last, timed from when it is first seen: told when it has lasted, and
 * taken back when it is over, if it was told. For one thread.
 */
final class Episode {
  private final long patienceNanos;
  private final LongSupplier nanos;
  private long since;
  private boolean lasts;
  private boolean told;

  /** What there is to tell now. */
  enum News {
    NONE,
    BEGINS,
    OVER
  }

  /**
   * @param patienceNanos for which it may last without a word
   * @param nanos a clock such as {@link System#nanoTime}
   */
  Episode(long patienceNanos, LongSupplier nanos) {
    this.patienceNanos = patienceNanos;
    this.nanos = nanos;
  }

  News look(boolean present) {
    if (!present) {
      boolean wasTold = told;
      lasts = false;
      told = false;
      return wasTold ? News.OVER : News.NONE;
    }
    if (!lasts) {
      lasts = true;
      since = nanos.getAsLong();
    }
    if (!told && nanos.getAsLong() - since >= patienceNanos) {
      told = true;
      return News.BEGINS;
    }
    return News.NONE;
  }
}
