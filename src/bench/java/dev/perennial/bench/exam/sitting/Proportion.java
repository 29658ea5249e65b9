package dev.perennial.bench.exam.sitting;

import java.util.Locale;

/**
 * A part of a number of trials, with Wilson's 95 % interval.
 *
 * @param part of them
 * @param all trials
 */
record Proportion(long part, long all) {
  private static final double Z = 1.959964;

  double value() {
    return part / (double) all;
  }

  double low() {
    return middle() - half();
  }

  double high() {
    return middle() + half();
  }

  private double middle() {
    return (value() + Z * Z / (2 * all)) / (1 + Z * Z / all);
  }

  private double half() {
    double p = value();
    return Z * Math.sqrt(p * (1 - p) / all + Z * Z / (4.0 * all * all)) / (1 + Z * Z / all);
  }

  /** Returns such as "98.2 % [96.4, 99.1]", or "none" if there was no trial. */
  String text() {
    return all == 0
        ? "none"
        : String.format(
            Locale.ROOT,
            "%.1f %% [%.1f, %.1f]",
            100 * value(),
            100 * Math.max(0, low()),
            100 * Math.min(1, high()));
  }
}
