package dev.perennial.coordinator.forecast;

/**
 * What a forecast must fulfil to count as aging.
 *
 * @param enabled false leaves the verdict to the levels alone; trends are shown all the same
 * @param horizonSeconds an exhaustion further away than this is none yet
 * @param reach how far ahead is believed, as a part of the time over which the growth was seen
 * @param leastLevel part of the limit below which nothing is said to age
 * @param evaluations so many in a row must agree
 * @param youngSeconds after the start that tell little: caches fill, code is compiled
 */
public record ForecastSettings(
    boolean enabled,
    double horizonSeconds,
    double reach,
    double leastLevel,
    int evaluations,
    double youngSeconds) {
  public ForecastSettings {
    atLeast("horizonSeconds", horizonSeconds, 1);
    atLeast("reach", reach, 0.01);
    atLeast("leastLevel", leastLevel, 0);
    atLeast("evaluations", evaluations, 1);
    atLeast("youngSeconds", youngSeconds, 0);
    if (leastLevel > 1) {
      throw new IllegalArgumentException("leastLevel (" + leastLevel + ") must be at most 1");
    }
  }

  /** Returns the defaults: full within 12 h, from half full on, after 3 min of youth. */
  public static ForecastSettings defaults() {
    return new ForecastSettings(true, 12 * 3600, 0.6, 0.5, 3, 180);
  }

  private static void atLeast(String name, double value, double least) {
    if (!(value >= least && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " (" + value + ") must be at least " + least);
    }
  }
}
