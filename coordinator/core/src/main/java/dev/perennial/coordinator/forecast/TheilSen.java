package dev.perennial.coordinator.forecast;

/**
 * Theil-Sen's slope, the median of the slopes of all pairs, with an interval and the Mann-Kendall
 * significance that are corrected for autocorrelation. Up to 29 % of the values may be anything.
 */
final class TheilSen {
  private TheilSen() {}

  /** Returns the line through at least two points, x rising. */
  static Line fit(double[] x, double[] y, int n) {
    double[] slopes = new double[n * (n - 1) / 2];
    int count = 0;
    int rises = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        double rise = y[j] - y[i];
        rises += rise > 0 ? 1 : rise < 0 ? -1 : 0;
        slopes[count++] = rise / (x[j] - x[i]);
      }
    }
    double slope = Order.median(slopes, count);
    double[] rest = new double[n];
    for (int i = 0; i < n; i++) {
      rest[i] = y[i] - slope * x[i];
    }
    double factor = Autocorrelation.inflation(rest, n);
    double atZero = Order.median(rest, n);
    for (int i = 0; i < n; i++) {
      rest[i] = Math.abs(y[i] - slope * x[i] - atZero);
    }
    double noise = 1.4826 * Order.median(rest, n);
    double deviation = Math.sqrt(factor * n * (n - 1.0) * (2.0 * n + 5) / 18);
    double margin = Line.Z90 * deviation;
    double low = Order.select(slopes, count, rank((count - margin) / 2, count));
    double high = Order.select(slopes, count, rank((count + margin) / 2 + 1, count));
    double significance = (rises - Integer.signum(rises)) / deviation;
    return new Line(slope, low, high, atZero, noise, significance);
  }

  /** Returns the slope alone, of points in any order of x. */
  static double slope(double[] x, double[] y, int n) {
    double[] slopes = new double[n * (n - 1) / 2];
    int count = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        if (x[i] != x[j]) {
          slopes[count++] = (y[j] - y[i]) / (x[j] - x[i]);
        }
      }
    }
    return count == 0 ? 0 : Order.median(slopes, count);
  }

  private static int rank(double exact, int count) {
    return (int) Math.max(0, Math.min(count - 1, Math.round(exact) - 1));
  }
}
