package dev.perennial.coordinator.aging;

/**
 * Whether a heap was full after one collection, and is after another. Where nothing is collected
 * before it is full there is no level to be held, and hardly any time. Confined to one thread.
 */
final class TwiceFull {
  /** Part of the limit. */
  private static final double FULL = 0.99;

  /** Part of the hold time of a critical level; a collector that runs all the time has peaks. */
  private static final double LEAST = 0.1;

  private final double leastNanos;
  private double last = Double.NaN;
  private int times;
  private long sinceNanos;

  TwiceFull(double holdSeconds) {
    this.leastNanos = LEAST * holdSeconds * 1e9;
  }

  /** Takes a level; one that is not the last again is that after another collection. */
  boolean advance(double level, long nowNanos) {
    if (level != last) {
      times = level >= FULL ? times + 1 : 0;
      sinceNanos = times <= 1 ? nowNanos : sinceNanos;
      last = level;
    }
    return times >= 2 && nowNanos - sinceNanos >= leastNanos;
  }

  /** Begins anew: nobody has looked for too long. */
  void forget() {
    last = Double.NaN;
    times = 0;
  }
}
