package dev.perennial.coordinator.forecast;

/**
 * How far a level has fallen by itself in this life, and from where. What goes up and down by
 * itself has aged only when it stands clearly above where it turned before. Pure.
 *
 * @param fall the largest, from a peak to the lowest after it; 0 if it never fell
 * @param peak the highest from which it fell by half of that or more; negative infinity if none
 */
record Swings(double fall, double peak) {
  /** So many buckets tell it well enough. */
  private static final int LEAST = 16;

  /** Part of the largest fall that makes a turn, and by which a level must be above it. */
  private static final double CLEARLY = 0.5;

  /** Part of the limit from which on what grows is near its end, whatever it did before. */
  private static final double NEAR_END = 0.99;

  /** Nothing is known to have fallen. */
  private static final Swings NONE = new Swings(0, Double.NEGATIVE_INFINITY);

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
    return NONE;
  }

  /** Returns those of values in the order of time. */
  static Swings of(double[] values) {
    double fall = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      highest = Math.max(highest, value);
      fall = Math.max(fall, highest - value);
    }
    double peak = Double.NEGATIVE_INFINITY;
    highest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      highest = Math.max(highest, value);
      peak = fall > 0 && highest - value >= CLEARLY * fall ? Math.max(peak, highest) : peak;
    }
    return new Swings(fall, peak);
  }

  /** Returns whether a level is clearly above where it turned before, or near the limit. */
  boolean isLeftBehind(double level, double limit) {
    return level >= Math.min(peak + CLEARLY * fall, NEAR_END * limit);
  }
}
