package dev.perennial.coordinator.forecast;

/**
 * A straight line by least squares.
 *
 * @param slope of y over x
 * @param atZero its value at x = 0
 * @param rest sum of the squares that it leaves over
 */
record LeastSquares(double slope, double atZero, double rest) {
  static LeastSquares fit(double[] x, double[] y) {
    int n = x.length;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < n; i++) {
      meanX += x[i] / n;
      meanY += y[i] / n;
    }
    double xx = 0;
    double xy = 0;
    double yy = 0;
    for (int i = 0; i < n; i++) {
      xx += (x[i] - meanX) * (x[i] - meanX);
      xy += (x[i] - meanX) * (y[i] - meanY);
      yy += (y[i] - meanY) * (y[i] - meanY);
    }
    double slope = xx > 0 ? xy / xx : 0;
    return new LeastSquares(slope, meanY - slope * meanX, Math.max(0, yy - slope * xy));
  }
}
