package dev.perennial.coordinator.forecast;

import org.jspecify.annotations.Nullable;

/**
 * The last buckets of one scale that have a value.
 *
 * @param x when, seconds, the middle of each bucket
 * @param y the values
 * @param numbers of the buckets
 * @param width of a bucket, seconds
 */
record Window(double[] x, double[] y, long[] numbers, int width) {
  static final int LEAST = 20;
  private static final double LEAST_PART = 0.7;

  /**
   * Returns the last so many buckets that are not before a time, or null if too few have values.
   */
  static @Nullable Window of(Series series, int scale, int count, double notBefore) {
    Window window = sparse(series, scale, count, notBefore);
    int n = window.size();
    boolean enough =
        n >= LEAST && n >= LEAST_PART * (window.numbers[n - 1] - window.numbers[0] + 1);
    return enough ? window : null;
  }

  /** Returns the last so many buckets that are not before a time, however few have values. */
  static Window sparse(Series series, int scale, int count, double notBefore) {
    Ring ring = series.ring(scale);
    int width = Series.width(scale);
    long from = Math.max(ring.next() - count, (long) Math.ceil(notBefore / width));
    int most = (int) Math.max(0, ring.next() - from);
    double[] x = new double[most];
    double[] y = new double[most];
    long[] numbers = new long[most];
    int n = 0;
    for (long number = from; number < ring.next(); number++) {
      double value = ring.at(number);
      if (!Double.isNaN(value)) {
        x[n] = (number + 0.5) * width;
        y[n] = value;
        numbers[n] = number;
        n++;
      }
    }
    return new Window(
        java.util.Arrays.copyOf(x, n),
        java.util.Arrays.copyOf(y, n),
        java.util.Arrays.copyOf(numbers, n),
        width);
  }

  /**
   * Returns the last so many buckets that are not before a time, several made into one, or null if
   * too few have values.
   *
   * @param each so many make one, and their median stands for it
   */
  static @Nullable Window coarse(Series series, int scale, int count, int each, double notBefore) {
    Window fine = of(series, scale, count, notBefore);
    int n = fine == null ? 0 : fine.size() / each;
    if (n < LEAST) {
      return null;
    }
    double[] x = new double[n];
    double[] y = new double[n];
    long[] numbers = new long[n];
    int skipped = fine.size() - n * each;
    for (int i = 0; i < n; i++) {
      int from = skipped + i * each;
      x[i] = (fine.x[from] + fine.x[from + each - 1]) / 2;
      y[i] = fine.median(from, from + each);
      numbers[i] = fine.numbers[from + each / 2];
    }
    return new Window(x, y, numbers, fine.width * each);
  }

  int size() {
    return x.length;
  }

  double span() {
    return x[size() - 1] - x[0] + width;
  }

  double begin() {
    return x[0] - width / 2.0;
  }

  Line fit() {
    return TheilSen.fit(x, y, size());
  }

  /** Returns the part of it from one index on, up to another. */
  Window part(int from, int to) {
    return new Window(
        java.util.Arrays.copyOfRange(x, from, to),
        java.util.Arrays.copyOfRange(y, from, to),
        java.util.Arrays.copyOfRange(numbers, from, to),
        width);
  }

  Window withY(double[] other) {
    return new Window(x, other, numbers, width);
  }

  double median(int from, int to) {
    return Order.median(java.util.Arrays.copyOfRange(y, from, to), to - from);
  }
}
