package dev.perennial.bench.exam.machine;

import dev.perennial.bench.exam.Sample;
import dev.perennial.coordinator.aging.Reading;
import java.util.Arrays;
import java.util.List;

/**
 * When a system's response time collapsed: the first moment at which the median of the half hour
 * before it was three times the median of the first hour, or more. Medians, as single slow answers
 * come at any age; three times, as twice comes with load. Pure.
 */
final class Collapse {
  /** Indicator of the response time. */
  static final String RESPONSE = "load.latency.p99";

  private static final double YOUNG_SECONDS = 3600;
  private static final double WINDOW_SECONDS = 1800;
  private static final double TIMES = 3;
  private static final int LEAST = 10;

  private Collapse() {}

  /** Returns it in seconds since the trace began, NaN if it never collapsed or nobody knows. */
  static double at(List<Sample> samples) {
    double began = samples.get(0).atSeconds();
    double young = median(samples, began, began + YOUNG_SECONDS);
    for (Sample sample : samples) {
      double now = sample.atSeconds();
      if (now >= began + YOUNG_SECONDS
          && median(samples, now - WINDOW_SECONDS, now) >= TIMES * young) {
        return now;
      }
    }
    return Double.NaN;
  }

  /** Returns the median from one moment on, before another; NaN of too few. */
  private static double median(List<Sample> samples, double from, double to) {
    double[] values =
        samples.stream()
            .filter(s -> s.atSeconds() >= from && s.atSeconds() < to)
            .map(s -> s.of(RESPONSE))
            .filter(r -> r != null)
            .mapToDouble(Reading::value)
            .toArray();
    Arrays.sort(values);
    return values.length < LEAST ? Double.NaN : values[values.length / 2];
  }
}
