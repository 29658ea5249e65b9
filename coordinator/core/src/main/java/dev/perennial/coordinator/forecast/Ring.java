package dev.perennial.coordinator.forecast;

import java.util.Arrays;

/** The last so many values by number; one that was not given is NaN. Confined to one thread. */
final class Ring {
  private final double[] values;
  private long first;
  private long next;

  Ring(int capacity) {
    values = new double[capacity];
    Arrays.fill(values, Double.NaN);
  }

  /**
   * Takes the value of a number above all given before.
   *
   * @throws IllegalArgumentException if it is not above them
   */
  void put(long number, double value) {
    if (isEmpty()) {
      first = number;
    } else if (number < next) {
      throw new IllegalArgumentException("number (" + number + ") must be " + next + " or more");
    } else {
      long gap = Math.min(number - next, values.length);
      for (long i = number - gap; i < number; i++) {
        values[slot(i)] = Double.NaN;
      }
    }
    values[slot(number)] = value;
    next = number + 1;
    first = Math.max(first, next - values.length);
  }

  double at(long number) {
    return number >= first && number < next ? values[slot(number)] : Double.NaN;
  }

  /** Returns the lowest number that may have a value. */
  long first() {
    return first;
  }

  /** Returns the number after the last. */
  long next() {
    return next;
  }

  boolean isEmpty() {
    return next == first;
  }

  int capacity() {
    return values.length;
  }

  private int slot(long number) {
    return (int) Math.floorMod(number, (long) values.length);
  }
}
