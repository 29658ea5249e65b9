package dev.perennial.coordinator.forecast;

/** Finds the value of a rank without sorting all. */
final class Order {
  private Order() {}

  static double median(double[] values, int count) {
    double upper = select(values, count, count / 2);
    if (count % 2 == 1) {
      return upper;
    }
    double lower = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count / 2; i++) {
      lower = Math.max(lower, values[i]);
    }
    return (lower + upper) / 2;
  }

  /** Returns what would stand at an index after sorting; reorders, smaller ones before it. */
  static double select(double[] values, int count, int index) {
    int low = 0;
    int high = count - 1;
    while (low < high) {
      double pivot = values[(low + high) >>> 1];
      int i = low;
      int j = high;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          double swapped = values[i];
          values[i++] = values[j];
          values[j--] = swapped;
        }
      }
      if (index <= j) {
        high = j;
      } else if (index >= i) {
        low = i;
      } else {
        break;
      }
    }
    return values[index];
  }
}
