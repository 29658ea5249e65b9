package dev.perennial.coordinator.forecast;

/** Growth for each request, where it is the requests that the growth follows. */
final class WorkShare {
  /** What the work done leaves over must be less than this part of what time leaves over. */
  private static final double EXPLAINS = 0.5;

  /** Of the buckets, this part must have a known rate. */
  private static final double LEAST_KNOWN = 0.9;

  private WorkShare() {}

  /**
   * Returns the growth for each request, NaN if it is not known or goes with the time rather than
   * with the work. At an even load the two cannot be told apart, and nothing is said.
   *
   * @param window values that grow
   * @param rates requests per second, in the same buckets
   */
  static double of(Window window, Ring rates) {
    int n = window.size();
    double[] work = new double[n];
    double done = 0;
    double rate = Double.NaN;
    int known = 0;
    for (int i = 0; i < n; i++) {
      double now = rates.at(window.numbers()[i]);
      if (!Double.isNaN(now)) {
        rate = now;
        known++;
      }
      if (Double.isNaN(rate)) {
        return Double.NaN;
      }
      done += rate * (i == 0 ? 0 : window.x()[i] - window.x()[i - 1]);
      work[i] = done;
    }
    if (known < LEAST_KNOWN * n || done <= 0) {
      return Double.NaN;
    }
    LeastSquares byWork = LeastSquares.fit(work, window.y());
    double byTime = LeastSquares.fit(window.x(), window.y()).rest();
    return byWork.slope() > 0 && byWork.rest() < EXPLAINS * byTime ? byWork.slope() : Double.NaN;
  }
}
