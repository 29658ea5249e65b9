package dev.perennial.coordinator.forecast;

import java.util.Arrays;

/**
 * At which level a life was lived: that below which its second half was nearly always, if it stayed
 * about the same. What grew to where it ended has no such level. Pure.
 */
final class LivedLevel {
  /** A shorter life tells nothing. */
  private static final double LEAST_SECONDS = 600;

  private static final int LEAST = 16;
  private static final double NEARLY_ALWAYS = 0.9;

  /** Part of the limit over which the middle half of the values may spread. */
  private static final double SPREAD = 0.09;

  /** Part of the limit from which on it is no life. */
  private static final double TOO_HIGH = 0.97;

  private LivedLevel() {}

  /**
   * Returns it in the indicator's unit, NaN if there is none or too little is known.
   *
   * @param limit where it is exhausted
   * @param youth until when nothing is told, seconds
   */
  static double of(Series floor, double limit, double youth) {
    for (int scale = Series.scales() - 1; scale >= 0; scale--) {
      Window life = Window.sparse(floor, scale, floor.ring(scale).capacity(), youth);
      int n = life.size();
      if (n >= LEAST && life.span() >= LEAST_SECONDS) {
        double[] half = Arrays.copyOfRange(life.y(), n / 2, n);
        Arrays.sort(half);
        double level = at(half, NEARLY_ALWAYS);
        boolean stayed = at(half, 0.75) - at(half, 0.25) <= SPREAD * limit;
        return stayed && level < TOO_HIGH * limit ? level : Double.NaN;
      }
    }
    return Double.NaN;
  }

  private static double at(double[] sorted, double part) {
    return sorted[(int) (part * (sorted.length - 1))];
  }
}
