package dev.perennial.coordinator.forecast;

/**
 * How growth goes on: evenly, or faster and faster. Chosen by least squares among a straight line,
 * a parabola, exponentials, and two straight lines with a bend. Pure.
 *
 * @param secondsToLimit where the chosen curve reaches the limit, from the window's end
 * @param slope of it at the window's end, per second
 * @param accelerates whether it is no straight line
 * @param quickest the shortest forecast of those that fit almost as well
 * @param slowest the longest of them
 */
record Curve(
    double secondsToLimit, double slope, boolean accelerates, double quickest, double slowest) {
  private static final double[] RATES = {0.7, 1.2, 1.8, 2.5, 3.5, 5, 7};

  /** A curve must explain so much of what a line leaves over. */
  private static final double BETTER = 0.7;

  /** So little must two lines leave over of what one does to call it a change of pace. */
  private static final double BENT = 0.5;

  private static final double RECENT = 0.6;

  /**
   * Fits a growing window.
   *
   * @param left what is left to the limit at the window's end
   * @param whole slope by a robust line through all of it
   * @param recent slope by a robust line through its end
   */
  static Curve of(Window window, double left, double whole, double recent) {
    int n = window.size();
    double span = window.span();
    double[] u = new double[n];
    for (int i = 0; i < n; i++) {
      u[i] = (window.x()[i] - window.x()[0]) / span;
    }
    double linear = LeastSquares.fit(u, window.y()).rest();
    double bent = bend(u, window.y());
    // A slope that changed may change again: what it was all along counts as well.
    double pace =
        recent > 0 && bent < BENT * linear ? RECENT * recent + (1 - RECENT) * whole : whole;
    double even = left / pace;
    double best = linear;
    double seconds = even;
    double slope = pace;
    double quickest = even;
    double slowest = even;
    double[] basis = new double[n];
    for (double rate : RATES) {
      for (int i = 0; i < n; i++) {
        basis[i] = Math.expm1(rate * u[i]);
      }
      LeastSquares fit = LeastSquares.fit(basis, window.y());
      if (fit.slope() <= 0) {
        continue;
      }
      double end = Math.exp(rate) * fit.slope();
      double reached = span * Math.log1p(left / end) / rate;
      if (fit.rest() < best) {
        best = fit.rest();
        seconds = reached;
        slope = end * rate / span;
      }
      if (fit.rest() < BETTER * linear && fit.rest() < 1.1 * bent) {
        quickest = Math.min(quickest, reached);
      }
    }
    for (int i = 0; i < n; i++) {
      basis[i] = u[i] * u[i];
    }
    Plane parabola = Plane.fit(u, basis, window.y());
    double end = parabola.first() + 2 * parabola.second();
    if (parabola.second() > 0 && end > 0) {
      double reached =
          span
              * (Math.sqrt(end * end + 4 * parabola.second() * left) - end)
              / (2 * parabola.second());
      if (parabola.rest() < best) {
        best = parabola.rest();
        seconds = reached;
        slope = end / span;
      }
      if (parabola.rest() < BETTER * linear && parabola.rest() < 1.1 * bent) {
        slowest = Math.max(reached, quickest);
      }
    }
    boolean accelerates = best < BETTER * linear && best < 1.1 * bent && seconds < even;
    return accelerates
        ? new Curve(seconds, slope, true, Math.min(quickest, seconds), Math.max(seconds, slowest))
        : new Curve(even, pace, false, even, even);
  }

  /** Returns what is left over by two lines that meet at the best of some places. */
  private static double bend(double[] u, double[] y) {
    double least = Double.POSITIVE_INFINITY;
    double[] beyond = new double[u.length];
    for (double at = 0.15; at < 0.9; at += 0.1) {
      for (int i = 0; i < u.length; i++) {
        beyond[i] = Math.max(0, u[i] - at);
      }
      least = Math.min(least, Plane.fit(u, beyond, y).rest());
    }
    return least;
  }
}
