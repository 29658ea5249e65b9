package dev.perennial.bench.exam.tuning;

import java.util.Random;

/** How a leak grows. */
interface Aging {
  /**
   * Returns the part of the heap that has leaked.
   *
   * @param life part of its life that is over: 0 when it begins, about 1 when all is full
   * @param work part of the requests of its life that have been made
   */
  double leaked(double life, double work);

  static Aging none() {
    return (life, work) -> 0;
  }

  static Aging linear() {
    return (life, work) -> life;
  }

  static Aging accelerating(Random r) {
    double power = Health.between(r, 1.3, 2.5);
    double rate = Health.between(r, 1, 3);
    return r.nextBoolean()
        ? (life, work) -> Math.pow(life, power)
        : (life, work) -> Math.expm1(rate * life) / Math.expm1(rate);
  }

  static Aging perRequest() {
    return (life, work) -> work;
  }

  static Aging stepwise(Random r) {
    int steps = 8 + r.nextInt(25);
    return (life, work) -> Math.floor(life * steps) / steps;
  }

  static Aging piecewise(Random r) {
    int parts = 2 + r.nextInt(4);
    double[] ends = new double[parts];
    double[] values = new double[parts];
    double x = 0;
    double y = 0;
    for (int i = 0; i < parts; i++) {
      double length = Health.between(r, 0.5, 1.5);
      x += length;
      y += length * Math.exp(Health.between(r, Math.log(0.3), Math.log(3)));
      ends[i] = x;
      values[i] = y;
    }
    double width = x;
    double height = y;
    return (life, work) -> {
      double at = life * width;
      double fromX = 0;
      double fromY = 0;
      for (int i = 0; i < parts; i++) {
        if (at <= ends[i] || i == parts - 1) {
          return (fromY + (at - fromX) * (values[i] - fromY) / (ends[i] - fromX)) / height;
        }
        fromX = ends[i];
        fromY = values[i];
      }
      return life;
    };
  }
}
