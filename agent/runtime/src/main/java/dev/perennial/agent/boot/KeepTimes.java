package dev.perennial.agent.boot;

import dev.perennial.coordinator.aging.Verdict;
import java.util.concurrent.TimeUnit;

/**
 * When a server that is not well keeps evidence of itself, in case it is ended suddenly: whenever
 * it is worse than it has ever been, and then from time to time. Not thread-safe.
 */
final class KeepTimes {
  private static final long SUSPECT_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long UNSTABLE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private Verdict worst = Verdict.STABLE;
  private long keptNanos;

  /** What is kept. */
  enum What {
    NOTHING,
    /** All that takes no time to speak of. */
    FIGURES,
    /** The classes' sizes, too, which stops the application. */
    CLASSES
  }

  /** Returns what is to be kept now. */
  What next(Verdict verdict, long nanos) {
    if (verdict.compareTo(worst) > 0) {
      worst = verdict;
      keptNanos = nanos;
      return What.CLASSES;
    }
    long pause =
        switch (verdict) {
          case STABLE -> Long.MAX_VALUE;
          case SUSPECT -> SUSPECT_NANOS;
          case UNSTABLE, CRITICAL -> UNSTABLE_NANOS;
        };
    if (nanos - keptNanos < pause) {
      return What.NOTHING;
    }
    keptNanos = nanos;
    return What.FIGURES;
  }
}
