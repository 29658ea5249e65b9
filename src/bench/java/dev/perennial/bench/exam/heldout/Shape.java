package dev.perennial.bench.exam.heldout;

import java.util.Arrays;

/** How a leak goes on: from 0 at the start of its life to 1 at the end, and on beyond it. */
interface Shape {
  /**
   * @param u part of the nominal life that has passed, 0 or more
   */
  double at(double u);

  static Shape linear() {
    return u -> u;
  }

  /** Grows on itself, or by a power of time. */
  static Shape accelerating(Draw draw) {
    if (draw.chance(0.5)) {
      double power = draw.between(1.5, 3);
      return u -> Math.pow(u, power);
    }
    double k = draw.between(1.5, 3);
    return u -> Math.expm1(k * u) / Math.expm1(k);
  }

  /** Two to five straight pieces, each up to three times as steep or as flat as the middle. */
  static Shape piecewise(Draw draw) {
    int pieces = draw.count(2, 5);
    double[] ends = new double[pieces];
    double[] slopes = new double[pieces];
    for (int i = 0; i < pieces; i++) {
      ends[i] = i == pieces - 1 ? 1 : draw.between(0.05, 0.95);
      slopes[i] = draw.about(1 / 3.0, 3);
    }
    Arrays.sort(ends);
    double total = pieces(ends, slopes, 1);
    return u -> pieces(ends, slopes, u) / total;
  }

  private static double pieces(double[] ends, double[] slopes, double u) {
    double sum = 0;
    double from = 0;
    for (int i = 0; i < ends.length && from < u; i++) {
      double to = i == ends.length - 1 ? u : Math.min(u, ends[i]);
      sum += slopes[i] * Math.max(0, to - from);
      from = ends[i];
    }
    return sum;
  }

  /** Some 6 to 30 steps at irregular times, as of redeployments or jobs. */
  static Shape stepwise(Draw draw) {
    int steps = draw.count(6, 30);
    double[] at = new double[steps];
    double[] to = new double[steps];
    double time = 0;
    double height = 0;
    for (int i = 0; i < steps; i++) {
      time += draw.between(0.3, 1.7);
      height += draw.between(0.5, 1.5);
      at[i] = time;
      to[i] = height;
    }
    double last = time;
    double top = height;
    return u -> {
      if (u >= 1) {
        return u;
      }
      int i = Arrays.binarySearch(at, u * last);
      int done = i >= 0 ? i : -i - 2;
      return done < 0 ? 0 : to[done] / top;
    };
  }

  /** Nearly full at half of its life, and then at the edge. */
  static Shape spiral(Draw draw) {
    double edge = draw.between(0.95, 0.985);
    return u -> u < 0.5 ? edge * u * 2 : edge + (1 - edge) * (u - 0.5) * 2;
  }
}
