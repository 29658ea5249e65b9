package dev.perennial.coordinator.forecast;

import org.jspecify.annotations.Nullable;

/** What of a window's values follows the load. */
final class LoadShare {
  /** Of what time alone leaves over, a driver must leave over less than this part. */
  static final double EXPLAINS = 0.5;

  private LoadShare() {}

  /**
   * How much of a window follows a driver.
   *
   * @param values of the driver in its buckets
   * @param share for each unit of it
   * @param rest the squares that it and the time leave over
   */
  record Fit(double[] values, double share, double rest) {}

  /** Returns the driver that explains most, or null if none explains enough. */
  static @Nullable Fit best(Load load, int scale, Window window) {
    Fit best = null;
    double least = EXPLAINS * LeastSquares.fit(window.x(), window.y()).rest();
    for (Series driver : load.drivers()) {
      double[] values = driver(driver, scale, window);
      if (values != null) {
        Plane fit = Plane.fit(window.x(), values, window.y());
        if (fit.second() > 0 && fit.rest() < least) {
          least = fit.rest();
          best = new Fit(values, fit.second(), least);
        }
      }
    }
    return best;
  }

  /**
   * Returns the driver's values in the buckets of a window, or null where too few are known or the
   * load hardly moves.
   */
  static double @Nullable [] driver(Series driver, int scale, Window window) {
    Ring ring = driver.ring(scale);
    int n = window.size();
    double[] load = new double[n];
    double last = Double.NaN;
    int known = 0;
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (int i = 0; i < n; i++) {
      double value = ring.at(window.numbers()[i]);
      if (!Double.isNaN(value)) {
        last = value;
        known++;
      }
      load[i] = last;
      low = Math.min(low, last);
      high = Math.max(high, last);
    }
    boolean usable = known >= 0.7 * n && !Double.isNaN(load[0]) && high - low > 0.05 * high;
    return usable ? load : null;
  }

  /**
   * Returns the window without what follows the load. All that can be the load's is taken to be:
   * growth that goes with a rising load is no aging until the load stays and the growth goes on.
   */
  static Window without(Window window, double[] load) {
    double share = Math.max(0, TheilSen.slope(load, window.y(), window.size()));
    return subtract(window, load, share);
  }

  /** Returns the window less so much for each unit of load above the mean. */
  static Window subtract(Window window, double[] load, double share) {
    int n = window.size();
    double mean = 0;
    for (double value : load) {
      mean += value / n;
    }
    double[] rest = new double[n];
    for (int i = 0; i < n; i++) {
      rest[i] = window.y()[i] - share * (load[i] - mean);
    }
    return window.withY(rest);
  }
}
