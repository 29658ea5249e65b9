package dev.perennial.bench.exam.rule;

import dev.perennial.bench.exam.Rule;
import dev.perennial.bench.exam.Sample;
import dev.perennial.coordinator.aging.Reading;
import java.util.HashMap;
import java.util.Map;

/**
 * The Mann-Kendall test alone, one-sided at 1 %, on the floors of what lives in the spans of 5
 * minutes that make some hours.
 */
final class MannKendallRule implements Rule {
  private static final double SPAN_SECONDS = 300;
  private static final double QUANTILE = 2.326;

  private final int window;
  private final double[] floors;
  private int count;
  private long span = -1;
  private double floor = Double.POSITIVE_INFINITY;
  private Opinion last = Opinion.of(false);

  /**
   * @param window spans in it
   */
  MannKendallRule(int window) {
    this.window = window;
    this.floors = new double[window];
  }

  @Override
  public Opinion judge(Sample sample) {
    long now = (long) (sample.atSeconds() / SPAN_SECONDS);
    if (now != span && Double.isFinite(floor)) {
      floors[count % window] = floor;
      count++;
      last = Opinion.of(count >= window && z(window()) > QUANTILE);
      floor = Double.POSITIVE_INFINITY;
    }
    span = now;
    Reading heap = sample.of("heap.live");
    Reading live = heap == null ? sample.of("memory.container") : heap;
    if (live != null) {
      floor = Math.min(floor, live.value());
    }
    return last;
  }

  private double[] window() {
    double[] ordered = new double[window];
    for (int i = 0; i < window; i++) {
      ordered[i] = floors[(count + i) % window];
    }
    return ordered;
  }

  /** Returns the test's standardised figure; ties taken into account. */
  static double z(double[] x) {
    int n = x.length;
    double s = 0;
    Map<Double, Integer> ties = new HashMap<>();
    for (int i = 0; i < n; i++) {
      ties.merge(x[i], 1, Integer::sum);
      for (int j = i + 1; j < n; j++) {
        s += Math.signum(x[j] - x[i]);
      }
    }
    double variance = n * (n - 1.0) * (2.0 * n + 5);
    for (int t : ties.values()) {
      variance -= t * (t - 1.0) * (2.0 * t + 5);
    }
    return s == 0 || variance <= 0 ? 0 : (s - Math.signum(s)) / Math.sqrt(variance / 18);
  }
}
