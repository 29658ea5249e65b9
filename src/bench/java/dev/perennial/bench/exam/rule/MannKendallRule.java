package dev.perennial.bench.exam.rule;

import dev.perennial.bench.exam.Rule;
import dev.perennial.bench.exam.Sample;
import dev.perennial.coordinator.aging.Reading;
import java.util.HashMap;
import java.util.Map;

/**
 * The Mann-Kendall test alone, one-sided at 1 %, on the floors of the live set in the 24 spans of 5
 * minutes that make two hours.
 */
final class MannKendallRule implements Rule {
  private static final double SPAN_SECONDS = 300;
  private static final int WINDOW = 24;
  private static final double QUANTILE = 2.326;

  private final double[] floors = new double[WINDOW];
  private int count;
  private long span = -1;
  private double floor = Double.POSITIVE_INFINITY;
  private Opinion last = Opinion.of(false);

  @Override
  public Opinion judge(Sample sample) {
    long now = (long) (sample.atSeconds() / SPAN_SECONDS);
    if (now != span && Double.isFinite(floor)) {
      floors[count % WINDOW] = floor;
      count++;
      last = Opinion.of(count >= WINDOW && z(window()) > QUANTILE);
      floor = Double.POSITIVE_INFINITY;
    }
    span = now;
    Reading live = sample.of("heap.live");
    if (live != null) {
      floor = Math.min(floor, live.value());
    }
    return last;
  }

  private double[] window() {
    double[] ordered = new double[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      ordered[i] = floors[(count + i) % WINDOW];
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
