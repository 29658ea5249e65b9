package dev.perennial.coordinator.forecast;

import java.util.ArrayList;
import java.util.List;

/**
 * How growth may go on: evenly, at the pace that it has taken lately, or faster and faster. Each
 * course is weighed by how well it explains the window (Bayesian information criterion, Schwarz
 * 1978), and gives a time to the limit that is spread by what is not known of its pace; the
 * forecast is the median of all that and its 90 % interval. Pure.
 */
final class Courses {
  private static final double[] RATES = {0.7, 1.2, 1.8, 2.5, 3.5, 5, 7};
  private static final double[] BENDS = {0.15, 0.25, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85};

  // How likely a kind is beforehand; all courses of a kind share it.
  private static final double EVEN = 0.4;
  private static final double FASTER = 0.3;
  private static final double BENT = 0.3;

  /** A pace that has changed may change back: so much is the last one's. */
  private static final double RECENT = 0.6;

  /** Neighbours are alike: more than so many values do not count as independent. */
  private static final int MOST_VALUES = 30;

  /** A fit that is better than this part of what is left, squared, is exact. */
  private static final double EXACT = 1e-12;

  private static final int HALVINGS = 40;
  private static final double SOONEST = 1e-9;

  private final Window window;
  private final double left;
  private final double spread;
  private final double values;
  private final List<Course> all = new ArrayList<>();

  /**
   * One course.
   *
   * @param faster whether it is growth that gets faster and faster
   * @param logWeight up to a constant
   * @param seconds to the limit
   * @param slope at the window's end, per second
   */
  private record Course(boolean faster, double logWeight, double seconds, double slope) {}

  /**
   * What comes of all courses.
   *
   * @param seconds to the limit, from the window's end
   * @param low end of the 90 % interval
   * @param high end of it
   * @param slope at the window's end, per second
   * @param faster weight of the courses that get faster and faster, 0 to 1
   */
  record Exhaustion(double seconds, double low, double high, double slope, double faster) {}

  private Courses(Window window, double left, double spread) {
    this.window = window;
    this.left = left;
    this.spread = spread;
    this.values = Math.min(MOST_VALUES, window.size());
  }

  /**
   * Forecasts a growing window.
   *
   * @param left what is left to the limit at the window's end
   * @param slope of a robust line through all of it
   * @param spread standard deviation of the logarithm of a course's time
   */
  static Exhaustion of(Window window, double left, double slope, double spread) {
    Courses courses = new Courses(window, left, spread);
    courses.add(slope);
    return courses.exhaustion();
  }

  private void add(double slope) {
    int n = window.size();
    double span = window.span();
    double[] y = window.y();
    double[] u = new double[n];
    for (int i = 0; i < n; i++) {
      u[i] = (window.x()[i] - window.x()[0]) / span;
    }
    add(false, EVEN, 2, LeastSquares.fit(u, y).rest(), left / slope, slope);
    double[] basis = new double[n];
    for (double rate : RATES) {
      for (int i = 0; i < n; i++) {
        basis[i] = Math.expm1(rate * u[i]);
      }
      LeastSquares fit = LeastSquares.fit(basis, y);
      double end = Math.exp(rate) * fit.slope();
      if (end > 0) {
        double seconds = span * Math.log1p(left / end) / rate;
        add(true, FASTER / 2 / RATES.length, 3, fit.rest(), seconds, end * rate / span);
      }
    }
    for (int i = 0; i < n; i++) {
      basis[i] = u[i] * u[i];
    }
    Plane parabola = Plane.fit(u, basis, y);
    double end = parabola.first() + 2 * parabola.second();
    if (parabola.second() > 0 && end > 0) {
      double root = Math.sqrt(end * end + 4 * parabola.second() * left);
      add(
          true,
          FASTER / 2,
          3,
          parabola.rest(),
          span * (root - end) / (2 * parabola.second()),
          end / span);
    }
    for (double at : BENDS) {
      for (int i = 0; i < n; i++) {
        basis[i] = Math.max(0, u[i] - at);
      }
      Plane bent = Plane.fit(u, basis, y);
      double last = (bent.first() + bent.second()) / span;
      if (last > 0) {
        double pace = RECENT * last + (1 - RECENT) * slope;
        add(false, BENT / BENDS.length, 4, bent.rest(), left / pace, pace);
      }
    }
  }

  private void add(
      boolean faster, double prior, int parameters, double rest, double seconds, double slope) {
    double logWeight =
        Math.log(prior)
            - values / 2 * Math.log(rest + EXACT * left * left + Double.MIN_NORMAL)
            - parameters / 2.0 * Math.log(values);
    all.add(new Course(faster, logWeight, Math.max(seconds, SOONEST), slope));
  }

  private Exhaustion exhaustion() {
    int count = all.size();
    double most = Double.NEGATIVE_INFINITY;
    for (Course course : all) {
      most = Math.max(most, course.logWeight);
    }
    double[] weights = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      weights[i] = Math.exp(all.get(i).logWeight - most);
      sum += weights[i];
    }
    double slope = 0;
    double faster = 0;
    for (int i = 0; i < count; i++) {
      weights[i] /= sum;
      slope += weights[i] * all.get(i).slope;
      faster += all.get(i).faster ? weights[i] : 0;
    }
    return new Exhaustion(
        quantile(weights, 0.5), quantile(weights, 0.05), quantile(weights, 0.95), slope, faster);
  }

  private double quantile(double[] weights, double part) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (Course course : all) {
      low = Math.min(low, Math.log(course.seconds) - 5 * spread);
      high = Math.max(high, Math.log(course.seconds) + 5 * spread);
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      double below = 0;
      for (int k = 0; k < weights.length; k++) {
        below += weights[k] * below((middle - Math.log(all.get(k).seconds)) / spread);
      }
      if (below < part) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.exp((low + high) / 2);
  }

  /** The normal distribution within 0.01, by the logistic one, whose tails are a little wider. */
  private static double below(double deviations) {
    return 1 / (1 + Math.exp(-1.702 * deviations));
  }
}
