package dev.perennial.coordinator.forecast;

import java.util.Arrays;

/**
 * How much growth there is room for, where what comes and goes with the load is on top of it. Soon
 * the load is what it is now; within days the two together come to the limit when the load is high;
 * later some day's peak is the one. Pure.
 */
final class Passage {
  private static final double DAY = 86400;

  /** Beyond this a day's peak comes before the exhaustion does. */
  private static final double PEAK_COMES_SECONDS = 8 * 3600;

  /** Later than that, half a day more or less is little. */
  private static final double FEW_DAYS = 4;

  private Passage() {}

  /**
   * Returns it, 0 or more.
   *
   * @param extra what the load adds in each bucket of the window
   * @param left to the limit without that, at the window's end
   * @param slope of the growth per second, above 0
   */
  static double left(Window window, double[] extra, double left, double slope) {
    double soon = Math.max(0, left - extra[extra.length - 1]);
    if (soon / slope <= PEAK_COMES_SECONDS) {
      return soon;
    }
    double peak = Double.NEGATIVE_INFINITY;
    for (double value : extra) {
      peak = Math.max(peak, value);
    }
    double least = Math.max(0, left - peak);
    boolean isFewDays = window.span() >= DAY && least / slope < FEW_DAYS * DAY;
    return isFewDays ? slope * firstPassage(window, extra, left, slope, least / slope) : least;
  }

  /** Returns seconds from the window's end on; its last day repeats itself. */
  private static double firstPassage(
      Window window, double[] extra, double left, double slope, double least) {
    double end = window.x()[window.size() - 1];
    for (double ahead = least; ahead < least + 2 * DAY; ahead += window.width()) {
      double dayBefore = end + ahead - DAY * Math.max(1, Math.ceil(ahead / DAY));
      if (slope * ahead + extra[nearest(window.x(), dayBefore)] >= left) {
        return ahead;
      }
    }
    return least;
  }

  private static int nearest(double[] x, double at) {
    int found = Arrays.binarySearch(x, at);
    if (found >= 0) {
      return found;
    }
    int after = Math.min(x.length - 1, -found - 1);
    int before = Math.max(0, after - 1);
    return at - x[before] < x[after] - at ? before : after;
  }
}
