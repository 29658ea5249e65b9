package dev.perennial.bench.exam.sitting;

/** Bounds on how often something happens that was counted. */
final class Poisson {
  private Poisson() {}

  /**
   * Returns the exact one-sided upper 95 % bound on the mean of a Poisson variable that came out as
   * the count: with a greater mean, so few would come out in less than 5 % of the cases.
   */
  static double upper95(long count) {
    double low = count;
    double high = count + 20 + 10 * Math.sqrt(count);
    for (int i = 0; i < 100; i++) {
      double middle = (low + high) / 2;
      if (atMost(count, middle) > 0.05) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Returns the chance of a count or less; sums from the greatest term down, by logarithms. */
  private static double atMost(long count, double mean) {
    double log = -mean;
    for (long k = 1; k <= count; k++) {
      log += Math.log(mean / k);
    }
    double sum = 0;
    for (long k = count; k >= 0; k--) {
      sum += Math.exp(log);
      log -= k > 0 ? Math.log(mean / k) : 0;
    }
    return sum;
  }
}
