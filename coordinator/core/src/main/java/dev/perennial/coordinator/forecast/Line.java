package dev.perennial.coordinator.forecast;

/**
 * A straight line through a window.
 *
 * @param slope per unit of x
 * @param low end of the slope's 90 % interval
 * @param high end of it
 * @param atZero the line's value at x = 0
 * @param noise of the values around the line, as a standard deviation
 * @param significance of an upward trend, in standard deviations of the Mann-Kendall statistic
 */
record Line(
    double slope, double low, double high, double atZero, double noise, double significance) {
  /** Two-sided 90 %. */
  static final double Z90 = 1.645;

  double at(double x) {
    return atZero + slope * x;
  }

  /** Returns the slope's standard error. */
  double error() {
    return (high - low) / (2 * Z90);
  }
}
