package dev.perennial.coordinator.forecast;

/**
 * What two causes explain together, by least squares: y = first * u + second * v + a constant.
 *
 * @param first share of the first cause
 * @param second share of the second
 * @param rest sum of the squares that both leave over
 */
record Plane(double first, double second, double rest) {
  static Plane fit(double[] u, double[] v, double[] y) {
    int n = u.length;
    double meanU = 0;
    double meanV = 0;
    double meanY = 0;
    for (int i = 0; i < n; i++) {
      meanU += u[i] / n;
      meanV += v[i] / n;
      meanY += y[i] / n;
    }
    double uu = 0;
    double vv = 0;
    double uv = 0;
    double uy = 0;
    double vy = 0;
    double yy = 0;
    for (int i = 0; i < n; i++) {
      double du = u[i] - meanU;
      double dv = v[i] - meanV;
      double dy = y[i] - meanY;
      uu += du * du;
      vv += dv * dv;
      uv += du * dv;
      uy += du * dy;
      vy += dv * dy;
      yy += dy * dy;
    }
    double determinant = uu * vv - uv * uv;
    if (!(determinant > 1e-9 * uu * vv)) {
      double alone = uu > 0 ? uy / uu : 0;
      return new Plane(alone, 0, Math.max(0, yy - alone * uy));
    }
    double first = (uy * vv - vy * uv) / determinant;
    double second = (vy * uu - uy * uv) / determinant;
    return new Plane(first, second, Math.max(0, yy - first * uy - second * vy));
  }
}
