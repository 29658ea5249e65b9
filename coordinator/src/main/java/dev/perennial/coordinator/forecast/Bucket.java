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
    int used = count;
    if (floor) {
      Arrays.sort(values, 0, count);
      used = (count + 1) / 2;
    }
    double sum = 0;
    for (int i = 0; i < used; i++) {
      sum += values[i];
    }
    return sum / used;
  }
}
