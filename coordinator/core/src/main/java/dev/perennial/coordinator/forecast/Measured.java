package dev.perennial.coordinator.forecast;

import org.jspecify.annotations.Nullable;

/**
 * The last measurements of what is not known all the time: what lives in a heap is known after a
 * collection, and reads the same until the next. A bucket that holds such a reading is no
 * measurement of its own, so that a handful of them that rise evenly make stairs, not a slope. Here
 * they are taken for what they are. Confined to one thread.
 */
final class Measured {
  private static final int CAPACITY = 64;

  /** Numbers of the last measurements that are looked at together. */
  private static final int[] LENGTHS = {6, 9, 14, 20, 32, CAPACITY};

  /** Points of a window; two measurements that are closer than two points count once. */
  private static final int POINTS = 24;

  /** That so many rise by chance, all of them, happens less than once in a hundred times. */
  private static final int LEAST = 5;

  /** One-sided 1 %. */
  private static final double SIGNIFICANT = 2.33;

  /** Buckets of a life in which a slope is a slope. */
  private static final double ENOUGH = 60;

  private static final double OFTEN_SECONDS = 20;

  private final double[] times = new double[CAPACITY];
  private final double[] values = new double[CAPACITY];
  private long count;

  static int lengths() {
    return LENGTHS.length;
  }

  /** Takes a reading, and returns whether it is another measurement. */
  boolean add(double seconds, double value) {
    if (count > 0 && value(count - 1) == value) {
      return false;
    }
    int slot = (int) (count++ % CAPACITY);
    times[slot] = seconds;
    values[slot] = value;
    return true;
  }

  /**
   * Returns the pace from the last measurement that was so many seconds before the latest, up to
   * that; NaN if there is none.
   */
  double pace(double seconds) {
    long last = count - 1;
    for (long i = last - 1; i >= Math.max(0, count - CAPACITY); i--) {
      if (time(last) - time(i) >= seconds) {
        return (value(last) - value(i)) / (time(last) - time(i));
      }
    }
    return Double.NaN;
  }

  /** Returns how many there have been. */
  long count() {
    return count;
  }

  /**
   * Returns the last measurements, if they rise by Mann and Kendall's test, as a window of even
   * steps between them; else null.
   *
   * @param length index of their number
   * @param notBefore measurements before that time do not count, seconds
   */
  @Nullable Window rising(int length, double notBefore) {
    long last = count - 1;
    long first = Math.max(0, count - LENGTHS[length]);
    while (first < last && time(first) < notBefore) {
      first++;
    }
    long known = last - first + 1;
    boolean another = length == 0 || known > LENGTHS[length - 1];
    return another && known >= LEAST && rises(first, last) ? window(first, last) : null;
  }

  /**
   * Returns whether measurements were too far apart for buckets to show a slope.
   *
   * @param since the first that is meant, seconds
   * @param life so far, seconds
   */
  boolean isSparse(double since, double life) {
    long last = count - 1;
    long first = last;
    while (first > Math.max(0, count - CAPACITY) && time(first - 1) >= since) {
      first--;
    }
    double gap = (time(last) - time(first)) / Math.max(1, last - first);
    return gap > Math.max(OFTEN_SECONDS, life / ENOUGH);
  }

  private boolean rises(long first, long last) {
    double apart = (time(last) - time(first)) / POINTS;
    double[] y = new double[(int) (last - first + 1)];
    int n = 0;
    double next = Double.NEGATIVE_INFINITY;
    for (long i = first; i <= last; i++) {
      if (time(i) >= next) {
        y[n++] = value(i);
        next = time(i) + apart;
      }
    }
    int rises = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        rises += y[j] > y[i] ? 1 : -1;
      }
    }
    double significant = SIGNIFICANT * Math.sqrt(n * (n - 1.0) * (2.0 * n + 5) / 18);
    return n >= LEAST && rises >= Math.min(n * (n - 1) / 2.0, significant);
  }

  private Window window(long first, long last) {
    double step = (time(last) - time(first)) / (POINTS - 1);
    int width = Series.width(scale(step));
    double[] x = new double[POINTS];
    double[] y = new double[POINTS];
    long[] numbers = new long[POINTS];
    long at = first;
    for (int i = 0; i < POINTS; i++) {
      x[i] = i == POINTS - 1 ? time(last) : time(first) + i * step;
      while (at + 1 < last && time(at + 1) <= x[i]) {
        at++;
      }
      double part = (x[i] - time(at)) / (time(at + 1) - time(at));
      y[i] = value(at) + part * (value(at + 1) - value(at));
      numbers[i] = (long) Math.floor(x[i] / width);
    }
    return new Window(x, y, numbers, Math.max(1, (int) Math.round(step)));
  }

  /**
   * Returns the scale of the load that a window of such steps, in seconds, is to be held against.
   */
  static int scale(double step) {
    int scale = 0;
    while (scale + 1 < Series.scales() && Series.width(scale + 1) <= step) {
      scale++;
    }
    return scale;
  }

  private double time(long i) {
    return times[(int) (i % CAPACITY)];
  }

  private double value(long i) {
    return values[(int) (i % CAPACITY)];
  }
}
