package dev.perennial.coordinator.forecast;

import org.jspecify.annotations.Nullable;

/**
 * Whether a level, however high, is that at which a server lives, as it is or less what follows the
 * load: it was as high a good part of its life ago; or it grows so slowly that more than the life
 * that it has had is left; or ever more slowly, as a cache that fills, and will end below the
 * limit; or it was measured too seldom to say that it grows. Pure.
 */
final class Settled {
  /** The last part of the life, in which it may not have grown. */
  private static final double RECENT = 0.25;

  /** Part of the limit by which levels may differ and be the same. */
  private static final double SAME = 0.02;

  /** Part of the limit within which measurements count as near. */
  private static final double NEARBY = 0.05;

  /** How many times the life so far must be left at the recent pace. */
  private static final double REACH = 1.5;

  /** Growth fades if a quarter of the life brought so much less than the one before. */
  private static final double FADES = 0.7;

  /** Fading growth must end below this part of the limit. */
  private static final double SAFE = 0.95;

  /** So many buckets tell it well enough. */
  private static final int LEAST = 16;

  /** A level that was measured less often is not known to grow. */
  private static final int MEASURED = 3;

  private final Series floor;
  private final Load load;

  Settled(Series floor, Load load) {
    this.floor = floor;
    this.load = load;
  }

  /**
   * Looks at the longest history that is fine enough.
   *
   * @param limit where it is exhausted
   * @param youth until when nothing is told, seconds
   * @return false if too little is known
   */
  boolean isSettled(double limit, double youth) {
    int timesMeasured = 0;
    for (int scale = 0; scale < Series.scales(); scale++) {
      timesMeasured = Math.max(timesMeasured, timesMeasured(life(scale, youth), limit));
    }
    for (int scale = Series.scales() - 1; scale >= 0; scale--) {
      Window window = life(scale, youth);
      if (window.size() >= LEAST) {
        return timesMeasured < MEASURED
            || isSettled(window, limit)
            || isSettledWithoutLoad(window, scale, limit);
      }
    }
    return false;
  }

  private Window life(int scale, double youth) {
    return Window.sparse(floor, scale, floor.ring(scale).capacity(), youth);
  }

  /** Returns how often it was measured near the level of now: a collection may be long ago. */
  private static int timesMeasured(Window window, double limit) {
    double[] y = window.y();
    int last = y.length - 1;
    int times = 1;
    for (int i = last; i > 0 && y[i - 1] > y[last] - NEARBY * limit; i--) {
      times += y[i] != y[i - 1] ? 1 : 0;
    }
    return times;
  }

  /** At the mean load, that is. */
  private boolean isSettledWithoutLoad(Window window, int scale, double limit) {
    LoadShare.@Nullable Fit fit = LoadShare.best(load, scale, window);
    return fit != null && isSettled(LoadShare.subtract(window, fit.values(), fit.share()), limit);
  }

  private static boolean isSettled(Window window, double limit) {
    int n = window.size();
    int part = Math.max(2, n / 12);
    double now = window.median(n - part, n);
    return wasThere(window, now - SAME * limit)
        || isSlow(window, part, now, limit)
        || fades(window, part, now, limit);
  }

  private static boolean wasThere(Window window, double level) {
    int n = window.size();
    double recent = window.x()[n - 1] - RECENT * window.span();
    for (int i = 1; i + 1 < n && window.x()[i + 1] < recent; i++) {
      if (window.median(i - 1, i + 2) >= level) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSlow(Window window, int part, double now, double limit) {
    double quarterAgo = at(window, 0.75, part);
    return (limit - now) * RECENT > REACH * (now - quarterAgo);
  }

  private static boolean fades(Window window, int part, double now, double limit) {
    double second = at(window, 0.75, part);
    double first = at(window, 0.5, part);
    double ratio = (now - second) / (second - first);
    return second > first
        && ratio < FADES
        && now + (now - second) * ratio / (1 - ratio) < SAFE * limit;
  }

  /** Returns the level at a part of the window. */
  private static double at(Window window, double of, int part) {
    int middle = (int) (of * window.size());
    return window.median(middle - part / 2 - 1, middle + part / 2 + 1);
  }
}
