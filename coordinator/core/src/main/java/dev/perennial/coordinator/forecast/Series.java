package dev.perennial.coordinator.forecast;

/**
 * A quantity over time at several scales, from 2 s to 30 min a bucket: the last minutes in detail,
 * the last 15 days in outline. About 12 KB, whatever the running time. Confined to one thread.
 */
final class Series {
  private static final int[] WIDTHS = {2, 10, 60, 300, 1800};
  private static final int[] CAPACITIES = {120, 120, 120, 120, 720};

  /** What the last bucket counts against those before. */
  private static final double RECENT = 0.05;

  private final Ring[] rings = new Ring[WIDTHS.length];
  private final Bucket[] buckets = new Bucket[WIDTHS.length];
  private final double[] spreads = new double[WIDTHS.length];
  private final boolean floor;

  Series(boolean floor) {
    this.floor = floor;
    for (int scale = 0; scale < WIDTHS.length; scale++) {
      rings[scale] = new Ring(CAPACITIES[scale]);
      buckets[scale] = new Bucket(floor);
    }
  }

  static int scales() {
    return WIDTHS.length;
  }

  static int width(int scale) {
    return WIDTHS[scale];
  }

  /**
   * Takes a value, and returns at how many scales, from the finest on, it began another bucket.
   *
   * @param seconds of a clock that does not go back
   */
  int add(double seconds, double value) {
    int finished = 0;
    double next = value;
    double at = seconds;
    for (int scale = 0; scale < WIDTHS.length; scale++) {
      Bucket bucket = buckets[scale];
      long number = (long) Math.floor(at / WIDTHS[scale]);
      if (!bucket.isOther(number)) {
        bucket.add(number, next);
        break;
      }
      double whole = bucket.value();
      if (floor) {
        spreads[scale] += RECENT * (bucket.spread() - spreads[scale]);
      }
      double began = bucket.number() * (double) WIDTHS[scale];
      rings[scale].put(bucket.number(), whole);
      bucket.add(number, next);
      next = whole;
      at = began;
      finished++;
    }
    return finished;
  }

  /**
   * Returns how far above what stands for a bucket of a scale its highest values lie, as they did
   * lately: no less than 0.
   *
   * @param rise within a bucket of a level that grows all along, which lifts them, too
   */
  double above(int scale, double rise) {
    double sum = 0;
    for (int i = 0; i <= scale; i++) {
      sum += spreads[i];
    }
    return Math.max(0, sum - rise / 2);
  }

  /** Returns the highest value of whole buckets within a time, negative infinity without any. */
  double highest(double since, double until) {
    double highest = Double.NEGATIVE_INFINITY;
    for (int scale = 0; scale < WIDTHS.length; scale++) {
      Ring ring = rings[scale];
      long from = Math.max(ring.first(), (long) Math.ceil(since / WIDTHS[scale]));
      long end = Math.min(ring.next(), (long) Math.floor(until / WIDTHS[scale]));
      for (long i = from; i < end; i++) {
        double value = ring.at(i);
        highest = value > highest ? value : highest;
      }
    }
    return highest;
  }

  Ring ring(int scale) {
    return rings[scale];
  }
}
