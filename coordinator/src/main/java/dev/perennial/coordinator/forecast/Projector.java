package dev.perennial.coordinator.forecast;

import org.jspecify.annotations.Nullable;

/**
 * From an indicator's history to the time of its exhaustion: the longest window that has grown all
 * along, without what follows the load or the day, and the curve through it.
 */
final class Projector {
  private static final int BLOCKS = 6;

  /** Beyond this a day's peak comes before the exhaustion does. */
  private static final double PEAK_COMES_SECONDS = 8 * 3600;

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
    int[] lengths = Growth.lengths();
    for (int scale = Series.scales() - 1; scale >= 0; scale--) {
      for (int i = lengths.length - 1; i >= 0; i--) {
        @Nullable Window window = Window.of(floor, scale, lengths[i], notBefore);
        if (window == null || (i > 0 && window.size() <= lengths[i - 1])) {
          continue;
        }
        Plain plain = plain(window, scale);
        if (grows(plain.window)) {
          double work = WorkShare.of(window, load.rate().ring(scale));
          Projection found = projection(plain, work, now, limit).seenFor(byDays.span());
          return byDays.seconds() < found.seconds() && window.span() < 86400 * 2 ? byDays : found;
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
        int scale = Measured.scale(window.width());
        Plain plain = plain(window, scale);
        if (grows(plain.window)) {
          double work = WorkShare.of(window, load.rate().ring(scale));
          return projection(plain, work, now, limit);
        }
      }
    }
    return null;
  }

  /** A window without what follows the load or the day, and how much of that is to come. */
  private record Plain(Window window, double now, double peak) {}

  private Plain plain(Window window, int scale) {
    Plain plain = new Plain(window, 0, 0);
    if (window.span() < 1200) {
      return plain;
    }
    double best = LoadShare.mostRest(window);
    LoadShare.@Nullable Fit fit = LoadShare.best(load, scale, window, best);
    if (fit != null) {
      best = fit.rest();
      plain = without(window, fit.values(), fit.share());
    }
    double[] usual = day.usual(window);
    if (usual != null) {
      Plane byDay = Plane.fit(window.x(), usual, window.y());
      if (byDay.second() > 0.3 && byDay.rest() < best) {
        plain = without(window, usual, byDay.second());
      }
    }
    return plain;
  }

  private static Plain without(Window window, double[] values, double share) {
    double mean = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      mean += value / values.length;
      highest = Math.max(highest, value);
    }
    double last = values[values.length - 1];
    return new Plain(
        LoadShare.subtract(window, values, share), share * (last - mean), share * (highest - mean));
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

  private static Projection projection(Plain plain, double perRequest, double now, double limit) {
    Window window = plain.window;
    int n = window.size();
    Line whole = window.fit();
    Window half = window.part(n / 2, n);
    Line recent = half.fit();
    double level = recent.at(now);
    double left = Math.max(0, limit - level - plain.now);
    double slope = whole.slope();
    if (left / slope > PEAK_COMES_SECONDS) {
      left = Math.max(0, limit - level - plain.peak);
    }
    Curve curve = Curve.of(window, left, slope, recent.slope());
    double error =
        Math.hypot(
            whole.error() / slope,
            Math.hypot(Projection.PACE_CHANGES, (recent.slope() - whole.slope()) / slope));
    double spread = Math.exp(Line.Z90 * error);
    double noisy = whole.noise() / slope;
    double low = Math.max(0, curve.quickest() / spread - noisy);
    double high = curve.slowest() * spread + noisy;
    return new Projection(
        curve.slope(), curve.secondsToLimit(), low, high, window.span(), perRequest);
  }
}
