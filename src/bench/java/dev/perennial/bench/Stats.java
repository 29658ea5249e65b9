package dev.perennial.bench;

import java.util.Arrays;
import java.util.Random;

/** Medians, and how sure one can be of them. */
final class Stats {
  private static final int RESAMPLES = 10_000;

  private Stats() {}

  /** A ratio's median with its 95 % interval. */
  record Ratio(double median, double low, double high) {
    @Override
    public String toString() {
      return String.format("%.3f [%.3f, %.3f]", median, low, high);
    }
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Percentile bootstrap over pairs: what disturbs both of a pair cancels out. */
  static Ratio ratio(double[] with, double[] without) {
    double[] ratios = new double[with.length];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = with[i] / without[i];
    }
    Random random = new Random(1);
    double[] medians = new double[RESAMPLES];
    for (int n = 0; n < RESAMPLES; n++) {
      medians[n] =
          median(
              random.ints(ratios.length, 0, ratios.length).mapToDouble(i -> ratios[i]).toArray());
    }
    Arrays.sort(medians);
    return new Ratio(
        median(ratios), medians[(int) (RESAMPLES * 0.025)], medians[(int) (RESAMPLES * 0.975)]);
  }
}
