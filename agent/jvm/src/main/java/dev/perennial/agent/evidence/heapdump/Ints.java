package dev.perennial.agent.evidence.heapdump;

import java.util.Arrays;

/** A list of numbers that grows. Not thread-safe. */
final class Ints {
  private int[] values = new int[16];
  private int size;

  void add(int value) {
    if (size == values.length) {
      // By a half: of the largest list there are two at that moment.
      values = Arrays.copyOf(values, size + (size >> 1) + 1);
    }
    values[size++] = value;
  }

  int get(int index) {
    return values[index];
  }

  int size() {
    return size;
  }

  /** Returns all of them; nothing may be added any more. */
  int[] array() {
    return values;
  }
}
