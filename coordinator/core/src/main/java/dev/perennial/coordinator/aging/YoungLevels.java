package dev.perennial.coordinator.aging;

import java.util.Arrays;

/**
 * What the young server's response time was at each level of load: the median of the first values
 * in each of 64 levels, four to a doubling. At most 16 KB. Confined to one thread.
 */
final class YoungLevels {
  /** Of ten seconds each: five minutes at a level make it known. */
  static final int LEARNT = 30;

  private static final int LEVELS = 64;
  private static final double TO_A_DOUBLING = 4;

  private final double lowest;
  private final double[][] values = new double[LEVELS][];
  private final int[] learnt = new int[LEVELS];
  private final double[] medians = new double[LEVELS];

  /**
   * @param lowest load below which levels are not told apart
   */
  YoungLevels(double lowest) {
    this.lowest = lowest;
    Arrays.fill(medians, Double.NaN);
  }

  /** Takes a value of the young server; nothing once its level is known. */
  void learn(double load, double value) {
    int level = level(load);
    if (learnt[level] >= LEARNT) {
      return;
    }
    if (values[level] == null) {
      values[level] = new double[LEARNT];
    }
    values[level][learnt[level]++] = value;
    if (learnt[level] == LEARNT) {
      medians[level] = median(values[level], LEARNT);
    }
  }

  /** Returns the median at that load, NaN if it is not known. */
  double at(double load) {
    return medians[level(load)];
  }

  private int level(double load) {
    double doublings = Math.log(Math.max(load, lowest) / lowest) / Math.log(2);
    return (int) Math.min(LEVELS - 1, Math.floor(TO_A_DOUBLING * doublings));
  }

  static double median(double[] values, int size) {
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    return (sorted[(size - 1) / 2] + sorted[size / 2]) / 2;
  }
}
