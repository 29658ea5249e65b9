package dev.perennial.coordinator.forecast;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From an indicator's history to the time of its exhaustion: the longest window that has grown all
 * along, without what follows the load or the day, and the curve through it.
 */
final class Projector {
  private static final int BLOCKS = 6;

  /** Buckets of the coarsest scale, half hours: 15 days. */
  private static final int LONGEST = 720;

  private static final int COARSE = 6;

  /** A parabola leaves over less than a line, whatever it is: by so much it must do better. */
  private static final double FREEDOM = 1.5;

  /** What is usual at a time of day explains much by chance where it was seen on few days. */
  private static final double BY_CHANCE_DAYS = 2;

  /** A day's profile that hardly shows in the window does not matter. */
  private static final double LEAST_OF_DAY = 0.3;

  private static final double DAY_SECONDS = 86400;

  private static final double FEW_DAYS_SECONDS = 2 * 86400;

  private final Series floor;
  private final @Nullable Measured measured;
  private final Load load;
  private final Day day;

  Projector(Series floor, @Nullable Measured measured, Load load) {
    this.floor = floor;
    this.measured = measured;
    this.load = load;
    this.day = new Day(floor);
  }

  Projection project(double now, double limit, double notBefore) {
    day.refresh(now, notBefore);
    Projection byDays = day.project(now, limit);
    @Nullable Projection sparse = byMeasurements(now, limit, notBefore);
    if (sparse != null) {
      return sparse;
    }
    int coarsest = Series.scales() - 1;
    for (int count = LONGEST; count > Growth.longest(); count = count * 5 / 7) {
      @Nullable Window window = Window.coarse(floor, coarsest, count, COARSE, notBefore);
      if (window != null
          && window.span() > count * 5 / 7 * Series.width(coarsest)
          && hasRisen(window)) {
        @Nullable Projection found = project(window, coarsest, now, limit, notBefore);
        if (found != null) {
          return found;
        }
      }
    }
    int[] lengths = Growth.lengths();
    for (int scale = coarsest; scale >= 0; scale--) {
      for (int i = lengths.length - 1; i >= 0; i--) {
        @Nullable Window window = Window.of(floor, scale, lengths[i], notBefore);
        if (window == null || (i > 0 && window.size() <= lengths[i - 1])) {
          continue;
        }
        @Nullable Projection found = project(window, scale, now, limit, notBefore);
        if (found != null) {
          return byDays.seconds() < found.seconds() && window.span() < FEW_DAYS_SECONDS
              ? byDays
              : found.seenFor(byDays.span());
        }
      }
    }
    return byDays;
  }

  /** The longest row of measurements that has grown all along, where they are far apart. */
  private @Nullable Projection byMeasurements(double now, double limit, double notBefore) {
    for (int length = Measured.lengths() - 1; measured != null && length >= 0; length--) {
      @Nullable Window window = measured.rising(length, notBefore);
      if (window != null && measured.isSparse(window.x()[0], now - notBefore)) {
        @Nullable Projection found =
            project(window, Measured.scale(window.width()), now, limit, notBefore);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** Within a day it rises and falls with load and jobs: what was higher before tells no end. */
  private boolean isOutdone(Window window, double notBefore) {
    int n = window.size();
    return window.span() < DAY_SECONDS
        && floor.highest(notBefore, window.begin()) >= window.median(n - n / BLOCKS, n);
  }

  /** Returns what a window gives, null if it has not grown all along. */
  private @Nullable Projection project(
      Window window, int scale, double now, double limit, double notBefore) {
    Plain plain = plain(window, scale);
    if (!grows(plain.window) || isOutdone(window, notBefore)) {
      return null;
    }
    int from = Onset.of(window, causes(window, scale).stream().map(Cause::values).toList());
    Plain counts = from == 0 ? plain : sinceThen(plain, window.part(from, window.size()), scale);
    return projection(counts, scale, WorkShare.of(window, load.rate().ring(scale)), now, limit);
  }

  private Plain sinceThen(Plain whole, Window part, int scale) {
    Plain plain = plain(part, scale);
    return grows(plain.window) ? plain : whole;
  }

  /**
   * A window without what follows the load or the day.
   *
   * @param extra what that adds in each of its buckets
   */
  private record Plain(Window window, double[] extra) {}

  private Plain plain(Window window, int scale) {
    Plain plain = new Plain(window, new double[window.size()]);
    if (window.span() < 1200) {
      return plain;
    }
    double[] bends = Bend.rests(window.x(), window.y());
    double bent = Bend.squares(bends) * FREEDOM;
    double best =
        LoadShare.EXPLAINS * Math.min(LeastSquares.fit(window.x(), window.y()).rest(), bent);
    for (Cause cause : causes(window, scale)) {
      Plane straight = Plane.fit(window.x(), cause.values, window.y());
      double rest = straight.rest() * cause.costs;
      if (straight.second() > cause.least && rest < best) {
        best = rest;
        plain = without(window, cause.values, straight.second());
      }
      Bend bend = Bend.of(window.x(), cause.values, bends);
      rest = bend.rest() * FREEDOM * cause.costs;
      if (bend.share() > cause.least && rest < Math.min(best, LoadShare.EXPLAINS * bent)) {
        best = rest;
        plain = without(window, cause.values, bend.share());
      }
    }
    return plain;
  }

  /**
   * What values may follow.
   *
   * @param values of the cause in the window's buckets
   * @param least share of it that counts
   * @param costs factor by which it must explain more than another
   */
  private record Cause(double[] values, double least, double costs) {}

  private List<Cause> causes(Window window, int scale) {
    List<Cause> causes = new ArrayList<>();
    for (Series driver : load.drivers()) {
      double[] values = LoadShare.driver(driver, scale, window);
      if (values != null) {
        causes.add(new Cause(values, 0, 1));
      }
    }
    double[] usual = day.usual(window);
    if (usual != null) {
      causes.add(new Cause(usual, LEAST_OF_DAY, 1 + BY_CHANCE_DAYS / day.days()));
    }
    return causes;
  }

  private static Plain without(Window window, double[] values, double share) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double[] extra = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      extra[i] = share * (values[i] - mean);
    }
    return new Plain(LoadShare.subtract(window, values, share), extra);
  }

  /** Over so many days the load's ups and downs matter little: this is quickly told. */
  private static boolean hasRisen(Window window) {
    int n = window.size();
    return window.median(n - n / BLOCKS, n) > window.median(0, n / BLOCKS);
  }

  /** Returns whether each sixth lies above the one before, by no less than a part of the mean. */
  private static boolean grows(Window window) {
    int n = window.size();
    double first = window.median(0, n / BLOCKS);
    double last = window.median(n - n / BLOCKS, n);
    double step = (last - first) / (BLOCKS - 1);
    if (!(step > 0)) {
      return false;
    }
    double before = first;
    for (int block = 1; block < BLOCKS; block++) {
      double here = window.median(n * block / BLOCKS, n * (block + 1) / BLOCKS);
      if (here - before < 0.15 * step) {
        return false;
      }
      before = here;
    }
    Line line = window.fit();
    return line.significance() > 2 && last - first > 3 * line.noise();
  }

  private Projection projection(
      Plain plain, int scale, double perRequest, double now, double limit) {
    Window window = plain.window;
    int n = window.size();
    Line whole = window.fit();
    Window half = window.part(n / 2, n);
    Line recent = half.fit();
    double slope = whole.slope();
    // What stands for a bucket is low in it, and rises within it; what fills up is its highest.
    double level = recent.at(now) + floor.above(scale, slope * window.width());
    double left = Passage.left(window, plain.extra, limit - level, slope);
    double spread = Math.hypot(whole.error() / slope, Projection.PACE_CHANGES);
    Courses.Exhaustion exhaustion = Courses.of(window, left, slope, spread);
    double noisy = whole.noise() / slope;
    return new Projection(
        exhaustion.slope(),
        exhaustion.seconds(),
        Math.max(0, exhaustion.low() - noisy),
        exhaustion.high() + noisy,
        window.span(),
        perRequest);
  }
}
