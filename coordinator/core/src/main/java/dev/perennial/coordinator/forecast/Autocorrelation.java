package dev.perennial.coordinator.forecast;

import java.util.Arrays;

/** How much less a series tells because its neighbours are alike (Hamed and Rao, 1998). */
final class Autocorrelation {
  private Autocorrelation() {}

  /**
   * Returns by how much the variance of the Mann-Kendall statistic is greater than that of
   * independent values, never below 1.
   *
   * @param detrended without its trend
   */
  static double inflation(double[] detrended, int n) {
    double[] ranks = ranks(detrended, n);
    double mean = (n - 1) / 2.0;
    double variance = 0;
    for (int i = 0; i < n; i++) {
      ranks[i] -= mean;
      variance += ranks[i] * ranks[i];
    }
    if (!(variance > 0)) {
      return 1;
    }
    double bound = 1.96 / Math.sqrt(n);
    double sum = 0;
    // Lags near n are estimated from a handful of pairs: noise that would only be summed up.
    for (int lag = 1; lag <= n / 3; lag++) {
      double product = 0;
      for (int i = lag; i < n; i++) {
        product += ranks[i] * ranks[i - lag];
      }
      double correlation = product / variance;
      if (Math.abs(correlation) > bound) {
        sum += (n - lag) * (n - lag - 1.0) * (n - lag - 2.0) * correlation;
      }
    }
    return Math.max(1, 1 + 2 * sum / (n * (n - 1.0) * (n - 2.0)));
  }

  /** Equal values share the mean of their ranks. */
  private static double[] ranks(double[] values, int n) {
    double[] sorted = Arrays.copyOf(values, n);
    Arrays.sort(sorted);
    double[] ranks = new double[n];
    for (int i = 0; i < n; i++) {
      int low = lowest(sorted, values[i]);
      int high = low;
      while (high + 1 < n && sorted[high + 1] == values[i]) {
        high++;
      }
      ranks[i] = (low + high) / 2.0;
    }
    return ranks;
  }

  private static int lowest(double[] sorted, double value) {
    int index = Arrays.binarySearch(sorted, value);
    while (index > 0 && sorted[index - 1] == value) {
      index--;
    }
    return index;
  }
}
