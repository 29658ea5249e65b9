package dev.perennial.coordinator.forecast;

import java.util.Arrays;

/** What falls into one bucket of time, and what stands for it. Confined to one thread. */
final class Bucket {
  private final boolean floor;
  private double[] values = new double[8];
  private int count;
  private long number = Long.MIN_VALUE;

  /**
   * @param floor whether the mean of the lower half stands for the bucket, which a spike or a
   *     saw-tooth does not move, or the mean of all
   */
  Bucket(boolean floor) {
    this.floor = floor;
  }

  void add(long toNumber, double value) {
    if (toNumber != number) {
      number = toNumber;
      count = 0;
    }
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = value;
  }

  boolean isOther(long thanNumber) {
    return count > 0 && number != thanNumber;
  }

  long number() {
    return number;
  }

  double value() {
    if (!floor) {
      return mean(0, count);
    }
    Arrays.sort(values, 0, count);
    return mean(0, (count + 1) / 2);
  }

  /** Returns how far the mean of the upper half lies above that of the lower half. */
  double spread() {
    Arrays.sort(values, 0, count);
    return mean(count / 2, count) - mean(0, (count + 1) / 2);
  }

  private double mean(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += values[i];
    }
    return sum / (to - from);
  }
}
