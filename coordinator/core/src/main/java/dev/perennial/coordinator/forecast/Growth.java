package dev.perennial.coordinator.forecast;

import java.util.Arrays;

/**
 * Whether an indicator's growth in a window is aging: it goes on, was seen for long enough, is
 * steep enough to fill the resource within what can be foreseen, has left behind what was usual
 * before, and is not the load's. Pure.
 */
final class Growth {
  /** One-sided 1 %. */
  private static final double SIGNIFICANT = 2.33;

  /** Growth below so many times the noise is noise. */
  private static final double LEAST_RISE_TO_NOISE = 3;

  /**
   * Where growth gets faster the curve tells, not the slope; the slope must be near all the same.
   */
  private static final double MOST_SPEEDUP = 4;

  private static final double LIKELY = 0.5;

  /** A longer curve may be the time of day's. */
  private static final double CURVES_SECONDS = 9000;

  private static final double DAY_SECONDS = 86400;

  private final Series floor;
  private final Load load;
  private final ForecastSettings settings;
  private final boolean breathes;

  Growth(Series floor, Load load, ForecastSettings settings, boolean breathes) {
    this.breathes = breathes;
    this.floor = floor;
    this.load = load;
    this.settings = settings;
  }

  /**
   * @param slack 1 to begin with, more to stay with what was found
   */
  boolean isAging(Window window, int scale, double limit, double slack) {
    double reach = slack * Math.min(settings.horizonSeconds(), settings.reach() * window.span());
    if (window.span() < Persistence.seconds(load.workedSeconds(window.x()[window.size() - 1]))) {
      return false;
    }
    double level = level(window);
    if (level < settings.leastLevel() * limit / slack || !isSteady(window, limit, reach)) {
      return false;
    }
    if (!isNews(window, level, limit)) {
      return false;
    }
    Line line = window.fit();
    boolean clear =
        line.significance() > SIGNIFICANT
            && line.slope() * window.span() > LEAST_RISE_TO_NOISE * line.noise();
    if (!clear || !isRecord(window, level, limit)) {
      return false;
    }
    for (Series driver : load.drivers()) {
      double[] values = LoadShare.driver(driver, scale, window);
      if (values != null && !isSteady(LoadShare.without(window, values), limit, reach)) {
        return false;
      }
    }
    return true;
  }

  /** What goes up and down by itself within a day does so again. */
  private boolean isNews(Window window, double level, double limit) {
    return !breathes
        || window.span() >= DAY_SECONDS
        || Swings.of(floor, settings.youngSeconds())
            .mayGoOn(level, limit, load.workedSeconds(window.x()[window.size() - 1]));
  }

  private static double level(Window window) {
    int n = window.size();
    return window.median(n - Math.max(3, n / 8), n);
  }

  /** All along, and above all at the end: a step, a spike and a cache that fills are not. */
  private static boolean isSteady(Window window, double limit, double reach) {
    int n = window.size();
    int third = n / 3;
    double first = window.median(0, third);
    double middle = window.median(third, n - third);
    double last = window.median(n - third, n);
    double thirdSeconds = window.x()[n - 1] - window.x()[n - 1 - third];
    // A step at the end is no slope, and a bend that is new has not lasted.
    double slope = Math.min(4 * (middle - first), last - middle) / thirdSeconds;
    double now = last + slope * thirdSeconds / 2;
    if (!(middle > first && last > middle)) {
      return false;
    }
    double even = (limit - now) / slope;
    if (even > reach) {
      return even <= MOST_SPEEDUP * reach
          && window.span() <= CURVES_SECONDS
          && last - middle > 1.2 * (middle - first)
          && isAccelerating(window, limit, reach);
    }
    Window end = window.part(n / 2, n);
    double recent = TheilSen.slope(end.x(), end.y(), end.size());
    return recent > 0 && (limit - now) / recent <= reach;
  }

  private static boolean isAccelerating(Window window, double limit, double reach) {
    int n = window.size();
    Window end = window.part(n - n / 3, n);
    Line recent = TheilSen.fit(end.x(), end.y(), end.size());
    double left = Math.max(0, limit - recent.at(window.x()[n - 1]));
    if (!(recent.slope() > 0)) {
      return false;
    }
    Courses.Exhaustion full = Courses.of(window, left, recent.slope(), Projection.PACE_CHANGES);
    return full.faster() >= LIKELY && full.seconds() <= reach;
  }

  /** What was as high before the window came down again by itself. */
  private boolean isRecord(Window window, double level, double limit) {
    return level > floor.highest(settings.youngSeconds(), window.begin()) + 0.01 * limit;
  }

  /** Lengths of windows at each scale, each about 1.4 times the one before. */
  static int[] lengths() {
    return Arrays.copyOf(LENGTHS, LENGTHS.length);
  }

  static int longest() {
    return LENGTHS[LENGTHS.length - 1];
  }

  private static final int[] LENGTHS = {20, 28, 40, 56, 80, 120};
}
