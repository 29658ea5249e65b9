package dev.perennial.coordinator.forecast;

import org.jspecify.annotations.Nullable;

/**
 * Whether an indicator ages that fast that its server's youth may be its whole life. Growth is
 * looked for as later, but what warms up must have come higher: caches fill and code is compiled
 * meanwhile, and nobody knows yet where that ends. Confined to one thread.
 */
final class YoungGrowth {
  /** Part of youth in which nothing is told all the same: the server comes up. */
  private static final double START = 1 / 6.0;

  /** Times youth after which it is told no more. */
  private static final double OVER = 1.5;

  /** Part of the limit below which nothing is said to age that young. */
  private static final double LEAST_LEVEL = 0.6;

  /** Part of the limit that a warm-up may come to. */
  private static final double WARM = 0.8;

  /** The same of one that was over within a minute, as when a cache is loaded at once. */
  private static final double LOADED = 0.9;

  private static final double MINUTE = 60;

  /** It must have left a warm-up behind by so many times the noise. */
  private static final double NOISES = 3;

  /** Part of the limit by which it must have risen: what is always high goes up and down. */
  private static final double LEAST_RISE = 0.2;

  /** Its last third must have brought such a part of what the one before has: caches fade. */
  private static final double LASTS = 0.7;

  /** So many looks in a row end it, and so many measurements what measurements have shown. */
  private static final int GIVEN_UP_AFTER = 4;

  private static final int MEASUREMENTS = 2;

  private final Series floor;
  private final @Nullable Measured measured;
  private final Growth growth;
  private final int evaluations;
  private final double young;
  private final boolean warmsUp;
  private @Nullable Window grown;
  private int inARow;
  private int believed;
  private int believedMeasurements;

  /**
   * @param measured its measurements, null if each reading is one
   * @param warmsUp whether it is more of it in use some minutes after the start, in health
   */
  YoungGrowth(
      Series floor,
      @Nullable Measured measured,
      Load load,
      ForecastSettings settings,
      boolean warmsUp) {
    this.floor = floor;
    this.measured = measured;
    this.evaluations = settings.evaluations();
    this.young = settings.youngSeconds();
    this.warmsUp = warmsUp;
    this.growth =
        new Growth(
            floor,
            load,
            new ForecastSettings(
                settings.enabled(),
                settings.horizonSeconds(),
                settings.reach(),
                Math.max(LEAST_LEVEL, settings.leastLevel()),
                evaluations,
                begin()),
            false);
  }

  boolean isAging() {
    return believed > 0 || believedMeasurements > 0;
  }

  /** Returns from when on growth counts, seconds. */
  double begin() {
    return START * young;
  }

  /** Looks after another of the finest buckets has been finished. */
  void look(double limit) {
    boolean aging = false;
    for (int length : isOver() ? new int[0] : Growth.lengths()) {
      @Nullable Window window = Window.of(floor, 0, length, begin());
      if (window == null) {
        break;
      }
      aging = aging || isAging(window, 0, limit);
    }
    inARow = aging ? inARow + 1 : 0;
    believed = inARow >= evaluations ? GIVEN_UP_AFTER : Math.max(0, believed - 1);
  }

  /** Looks after another measurement. */
  void lookAtMeasurements(double limit) {
    boolean aging = false;
    for (int length = 0; measured != null && length < Measured.lengths() && !aging; length++) {
      @Nullable Window window = isOver() ? null : measured.rising(length, begin());
      aging = window != null && isAging(window, Measured.scale(window.width()), limit);
    }
    believedMeasurements = aging ? MEASUREMENTS : Math.max(0, believedMeasurements - 1);
  }

  private boolean isOver() {
    return floor.ring(0).next() * Series.width(0) > OVER * young;
  }

  private boolean isAging(Window window, int scale, double limit) {
    boolean aging =
        window.begin() < young
            && window.y()[window.size() - 1] - window.y()[0] > LEAST_RISE * limit
            && lasts(window)
            && (!warmsUp || isBeyondWarmUp(window, limit))
            && growth.isAging(window, scale, limit, 1);
    grown = aging ? window : grown;
    return aging;
  }

  private static boolean lasts(Window window) {
    int n = window.size();
    double middle = window.median(n / 3, n - n / 3);
    return window.median(n - n / 3, n) - middle > LASTS * (middle - window.median(0, n / 3));
  }

  private static boolean isBeyondWarmUp(Window window, double limit) {
    double last = window.y()[window.size() - 1];
    double warm = (window.span() < MINUTE ? LOADED : WARM) * limit;
    return last > warm && last > warm + NOISES * window.fit().noise();
  }

  /** Returns the forecast by the window that was found last, where no longer one gives any. */
  Projection project(double now, double limit) {
    if (grown == null) {
      return Projection.NONE;
    }
    Line line = grown.fit();
    double seconds = Math.max(0, limit - line.at(now)) / line.slope();
    double spread = Projection.PACE_SPREAD;
    return new Projection(
        line.slope(), seconds, seconds / spread, seconds * spread, grown.span(), Double.NaN);
  }
}
