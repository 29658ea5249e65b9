package dev.perennial.coordinator.forecast;

import org.jspecify.annotations.Nullable;

/**
 * Whether an indicator ages: its growth is called that at some scale so many times in a row, or its
 * few measurements show it. What was found is given up more slowly. Confined to one thread.
 */
final class GrowthWatch {
  private static final double STAY = 1.6;

  /** So many measurements must speak against an aging that measurements have shown. */
  private static final int GIVEN_UP_AFTER = 2;

  private final Series floor;
  private final @Nullable Measured measured;
  private final Growth growth;
  private final ForecastSettings settings;
  private final YoungGrowth young;
  private final int[] inARow = new int[Series.scales()];
  private int agingScale = -1;
  private int without;
  private int believed;

  /**
   * @param measured its measurements, null if each reading is one
   * @param warmsUp whether it grows in youth without aging
   */
  GrowthWatch(
      Series floor,
      @Nullable Measured measured,
      Load load,
      ForecastSettings settings,
      boolean warmsUp,
      boolean breathes) {
    this.floor = floor;
    this.measured = measured;
    this.growth = new Growth(floor, load, settings, breathes);
    this.young = new YoungGrowth(floor, measured, load, settings, warmsUp);
    this.settings = settings;
  }

  boolean isAging() {
    return agingScale >= 0 || believed > 0 || young.isAging();
  }

  /** Returns whether it ages before its youth is told of. */
  boolean isAgingYoung() {
    return young.isAging();
  }

  /** Returns the projector's forecast, or that of growth in youth where it has none. */
  Projection project(Projector projector, double now, double limit) {
    Projection projection =
        projector.project(now, limit, young.isAging() ? young.begin() : settings.youngSeconds());
    return young.isAging() && !projection.isKnown() ? young.project(now, limit) : projection;
  }

  /** Looks after another bucket has been finished at so many scales. */
  void look(int finished, double limit) {
    if (finished > 0) {
      young.look(limit);
    }
    for (int scale = 0; scale < Math.min(finished, Series.scales()); scale++) {
      lookAt(scale, limit);
    }
  }

  /** Looks after another measurement. */
  void lookAtMeasurements(double limit) {
    young.lookAtMeasurements(limit);
    boolean aging = false;
    for (int length = 0; measured != null && length < Measured.lengths() && !aging; length++) {
      @Nullable Window window = measured.rising(length, settings.youngSeconds());
      aging =
          window != null
              && growth.isAging(
                  window, Measured.scale(window.width()), limit, believed > 0 ? STAY : 1);
    }
    believed = aging ? GIVEN_UP_AFTER : Math.max(0, believed - 1);
  }

  private void lookAt(int scale, double limit) {
    boolean known = scale == agingScale;
    boolean aging = false;
    for (int length : Growth.lengths()) {
      @Nullable Window window = Window.of(floor, scale, length, settings.youngSeconds());
      if (window == null) {
        break;
      }
      aging = aging || growth.isAging(window, scale, limit, known ? STAY : 1);
    }
    inARow[scale] = aging ? inARow[scale] + 1 : 0;
    if (inARow[scale] >= settings.evaluations() && scale >= agingScale) {
      agingScale = scale;
      without = 0;
    } else if (known) {
      without = aging ? 0 : without + 1;
      if (without >= Math.max(4, Math.min(30, 3600 / Series.width(scale)))) {
        agingScale = -1;
      }
    }
  }
}
