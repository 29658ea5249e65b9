package dev.perennial.coordinator.forecast;

import java.util.List;

/**
 * Where in a window growth began: level before but for what follows the load, even after. What came
 * before a leak says nothing of its pace, and looks like a curve together with it. Pure.
 */
final class Onset {
  private static final double[] PARTS = {
    0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6
  };

  /** It must leave over less than this part of what the best line or parabola does. */
  private static final double BETTER = 0.9;

  private Onset() {}

  /**
   * Returns the index of the first value that counts, 0 where it grew all along or few are left.
   *
   * @param causes that may explain a part of it
   */
  static int of(Window window, List<double[]> causes) {
    int n = window.size();
    double[] u = new double[n];
    for (int i = 0; i < n; i++) {
      u[i] = (window.x()[i] - window.x()[0]) / window.span();
    }
    double[] bends = Bend.rests(window.x(), window.y());
    double other = Math.min(LeastSquares.fit(u, window.y()).rest(), Bend.squares(bends));
    for (double[] cause : causes) {
      Plane line = Plane.fit(u, cause, window.y());
      Bend bend = Bend.of(window.x(), cause, bends);
      other = line.second() > 0 ? Math.min(other, line.rest()) : other;
      other = bend.share() > 0 ? Math.min(other, bend.rest()) : other;
    }
    double best = BETTER * other;
    double found = 0;
    double[] basis = new double[n];
    for (double part : PARTS) {
      for (int i = 0; i < n; i++) {
        basis[i] = Math.max(0, u[i] - part);
      }
      LeastSquares alone = LeastSquares.fit(basis, window.y());
      double rest = alone.slope() > 0 ? alone.rest() : Double.POSITIVE_INFINITY;
      for (double[] cause : causes) {
        Plane plane = Plane.fit(basis, cause, window.y());
        if (plane.first() > 0 && plane.second() > 0) {
          rest = Math.min(rest, plane.rest());
        }
      }
      if (rest < best) {
        best = rest;
        found = part;
      }
    }
    int from = 0;
    while (from < n && u[from] < found) {
      from++;
    }
    return n - from >= Window.LEAST ? from : 0;
  }
}
