package dev.perennial.coordinator.forecast;

/**
 * What a cause explains of growth that may get faster or slower meanwhile: y = a + b x + c x^2 +
 * share * cause, by least squares. A load that rises or falls all along is not taken for the bend
 * of a curve. Pure.
 *
 * @param share of y for each unit of the cause
 * @param rest sum of the squares that the parabola and the cause leave over
 */
record Bend(double share, double rest) {
  private static final double LEAST = 1e-9;

  /** Returns what the parabola alone leaves over of each value. */
  static double[] rests(double[] x, double[] y) {
    int n = x.length;
    double span = x[n - 1] - x[0];
    double[] u = new double[n];
    double[] squares = new double[n];
    double meanU = 0;
    double meanSquare = 0;
    double meanY = 0;
    for (int i = 0; i < n; i++) {
      u[i] = (x[i] - x[0]) / span;
      squares[i] = u[i] * u[i];
      meanU += u[i] / n;
      meanSquare += squares[i] / n;
      meanY += y[i] / n;
    }
    Plane parabola = Plane.fit(u, squares, y);
    double[] rests = new double[n];
    for (int i = 0; i < n; i++) {
      rests[i] =
          y[i]
              - meanY
              - parabola.first() * (u[i] - meanU)
              - parabola.second() * (squares[i] - meanSquare);
    }
    return rests;
  }

  static double squares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  /**
   * Fits a cause to what the parabola leaves over (Frisch and Waugh, 1933).
   *
   * @param rests of y
   */
  static Bend of(double[] x, double[] cause, double[] rests) {
    double[] own = rests(x, cause);
    double both = 0;
    for (int i = 0; i < x.length; i++) {
      both += own[i] * rests[i];
    }
    double moves = squares(own);
    double share = moves > LEAST * squares(cause) ? both / moves : 0;
    return new Bend(share, Math.max(0, squares(rests) - share * both));
  }
}
