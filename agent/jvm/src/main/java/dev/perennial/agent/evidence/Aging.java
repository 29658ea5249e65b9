package dev.perennial.agent.evidence;

import java.time.Instant;
import java.util.List;

/**
 * How a server has aged, for its evidence.
 *
 * @param server its name
 * @param reason why it is rejuvenated, in words
 * @param began when this life did
 * @param indicators as last judged, the one that decided first
 * @param curve of the one that decided, the oldest point first
 * @param csv of all of them over time
 */
public record Aging(
    String server,
    String reason,
    Instant began,
    List<Row> indicators,
    List<Point> curve,
    String csv) {
  public Aging {
    indicators = List.copyOf(indicators);
    curve = List.copyOf(curve);
  }

  /** Returns the name of the indicator that decided; empty if there is none. */
  String decisive() {
    return indicators.isEmpty() ? "" : indicators.get(0).name();
  }

  /**
   * One indicator.
   *
   * @param limit where it is exhausted; not positive if there is none
   * @param trendPerHour NaN if not known
   * @param trendPerRequest NaN if not known, or if the growth does not follow the requests
   * @param hoursLeft until it is exhausted, by forecast; NaN if nothing is forecast
   * @param hoursLeftLow the lower end of that interval; NaN if not known
   * @param hoursLeftHigh the upper end; NaN if not known
   */
  public record Row(
      String name,
      double value,
      double limit,
      String unit,
      String verdict,
      String reason,
      double trendPerHour,
      double trendPerRequest,
      double hoursLeft,
      double hoursLeftLow,
      double hoursLeftHigh) {}

  /**
   * One indicator at a moment.
   *
   * @param hoursLeft as forecast then; NaN if nothing was
   */
  public record Point(Instant at, double value, double hoursLeft) {}
}
