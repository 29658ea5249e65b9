package dev.perennial.coordinator.forecast;

/**
 * What is to come of an indicator.
 *
 * @param slopePerSecond of its floor, in its unit; NaN if not known
 * @param secondsToExhaustion best guess; infinite if nothing is forecast
 * @param lowSeconds lower end of the 90 % interval
 * @param highSeconds upper end of it; may be infinite
 * @param aging whether it is to be called aging
 * @param perRequest growth for each request, in its unit; NaN if not known or not the requests that
 *     it follows
 * @param settled whether it is high and lives there: it does not grow, or hardly, or ever more
 *     slowly, or was measured too seldom to say
 * @param usual whether earlier lives were lived about there
 */
public record Outlook(
    double slopePerSecond,
    double secondsToExhaustion,
    double lowSeconds,
    double highSeconds,
    boolean aging,
    double perRequest,
    boolean settled,
    boolean usual) {
  /** Nothing is known yet. */
  public static final Outlook UNKNOWN =
      new Outlook(
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          Double.POSITIVE_INFINITY,
          false,
          Double.NaN,
          false,
          false);

  /** Returns whether there is a forecast. */
  public boolean isForecast() {
    return Double.isFinite(secondsToExhaustion);
  }
}
