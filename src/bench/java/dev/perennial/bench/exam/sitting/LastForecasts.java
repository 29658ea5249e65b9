package dev.perennial.bench.exam.sitting;

import dev.perennial.bench.exam.Rule.Forecast;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts in the last 30 % of lives, where whoever acts on them has no second chance: {@value
 * #MOMENTS} moments of each life, so that a long one counts no more than a short one.
 */
final class LastForecasts {
  /** Moments of a life that are looked at, equally far apart. */
  static final int MOMENTS = 30;

  private static final double PART = 0.3;

  private final List<Double> widths = new ArrayList<>();
  private int moments;
  private int late;
  private int safe;

  /** The moments of one life. */
  final class Life {
    private final double since;
    private final double end;
    private int next;

    private Life(double since, double end) {
      this.since = since;
      this.end = end;
    }

    /** Takes what was forecast at a time; counts it if the next moment has come. */
    void look(double now, @Nullable Forecast forecast) {
      double moment = end - (end - since) * PART * (MOMENTS - next - 0.5) / MOMENTS;
      if (next < MOMENTS && now >= moment && now < end) {
        count(forecast, end - now);
        next++;
      }
    }
  }

  /** Begins with a life; both times in seconds. */
  Life life(double since, double end) {
    return new Life(since, end);
  }

  private void count(@Nullable Forecast forecast, double remaining) {
    moments++;
    if (forecast != null) {
      late += forecast.seconds() > remaining ? 1 : 0;
      safe += forecast.low() <= remaining ? 1 : 0;
      widths.add((forecast.high() - forecast.low()) / remaining);
    }
  }

  /** Takes in those of another. */
  void add(LastForecasts other) {
    widths.addAll(other.widths);
    moments += other.moments;
    late += other.late;
    safe += other.safe;
  }

  /** Returns moments that were looked at. */
  int moments() {
    return moments;
  }

  /** Returns moments with a forecast. */
  int forecasts() {
    return widths.size();
  }

  /** Returns forecasts of an end later than the true one. */
  int late() {
    return late;
  }

  /** Returns forecasts whose interval begins at the true end or before it. */
  int safe() {
    return safe;
  }

  /** Returns the median width of the intervals, in parts of what truly remained. */
  double medianWidth() {
    return Outcome.quantile(widths, 0.5);
  }
}
