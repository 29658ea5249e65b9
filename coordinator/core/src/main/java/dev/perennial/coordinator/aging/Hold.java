package dev.perennial.coordinator.aging;

/**
 * Whether a level has been exceeded for its hold time without a break. Once it counts, it does so
 * until the level is clearly left. Confined to one thread.
 */
final class Hold {
  /** A level that counts is left below this part of it. */
  private static final double CLEAR = 0.95;

  private final double level;
  private final long holdNanos;
  private boolean exceeded;
  private boolean counts;
  private long sinceNanos;

  Hold(double level, double holdSeconds) {
    this.level = level;
    this.holdNanos = Math.round(holdSeconds * 1e9);
  }

  /** Returns whether the level counts after this value. */
  boolean advance(double value, long nowNanos) {
    boolean above = counts ? value >= level * CLEAR : value >= level;
    if (!above) {
      forget();
    } else if (!exceeded) {
      exceeded = true;
      sinceNanos = nowNanos;
    }
    counts = counts || (exceeded && nowNanos - sinceNanos >= holdNanos);
    return counts;
  }

  /** Begins anew: nobody has looked for too long. */
  void forget() {
    exceeded = false;
    counts = false;
  }

  boolean isExceeded() {
    return exceeded;
  }

  double seconds(long nowNanos) {
    return exceeded ? (nowNanos - sinceNanos) / 1e9 : 0;
  }
}
