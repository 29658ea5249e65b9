package dev.perennial.coordinator.forecast;

/**
 * How far a level has fallen by itself in this life, and from where: whether what takes a resource
 * gives it back again. Pure.
 *
 * @param fall the largest, from a peak to the lowest after it; 0 if it never fell
 * @param peak the highest from which it fell by half of that or more; negative infinity if none
 * @param lowest of all values; positive infinity if there is none
 */
record Swings(double fall, double peak, double lowest) {
  /** So many buckets tell it well enough. */
  private static final int LEAST = 16;

  /** Part of the largest fall that makes a turn, and by which a level must be above it. */
  private static final double CLEARLY = 0.5;

  /** Part of what it has risen by: what fell by less than that gives nothing back. */
  private static final double GIVES_BACK = 0.1;

  /** Parts of the limit: where a level that goes up and down is near its end, and at it. */
  private static final double NEAR_END = 0.97;

  private static final double AT_END = 0.99;

  private static final double HOUR_SECONDS = 3600;

  /** Part of the limit that is far. */
  private static final double FAR = 0.2;

  /**
   * Looks at the longest history that is fine enough.
   *
   * @param youth until when nothing is told, seconds
   */
  static Swings of(Series floor, double youth) {
    for (int scale = Series.scales() - 1; scale >= 0; scale--) {
      Window life = Window.sparse(floor, scale, floor.ring(scale).capacity(), youth);
      if (life.size() >= LEAST) {
        return of(life.y());
      }
    }
    return of(new double[0]);
  }

  /** Returns those of values in the order of time. */
  static Swings of(double[] values) {
    double fall = 0;
    double lowest = Double.POSITIVE_INFINITY;
    double highest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
      fall = Math.max(fall, highest - value);
    }
    double peak = Double.NEGATIVE_INFINITY;
    highest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      highest = Math.max(highest, value);
      peak = fall > 0 && highest - value >= CLEARLY * fall ? Math.max(peak, highest) : peak;
    }
    return new Swings(fall, peak, lowest);
  }

  /**
   * Returns whether a level that rose for less than a day may go on rising: it has hardly ever
   * fallen before, or is near the end and clearly above where it turned before. In the first hour
   * it must have come far as well, as little is known of how it falls.
   *
   * @param worked seconds that the server has worked for
   */
  boolean mayGoOn(double level, double limit, double worked) {
    if (worked < HOUR_SECONDS && level - lowest < FAR * limit) {
      return false;
    }
    return fall <= GIVES_BACK * (level - lowest)
        || (level >= NEAR_END * limit && level >= Math.min(peak + CLEARLY * fall, AT_END * limit));
  }
}
