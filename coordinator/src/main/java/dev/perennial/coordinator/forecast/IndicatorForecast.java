package dev.perennial.coordinator.forecast;

import org.jspecify.annotations.Nullable;

/** The forecast of one indicator. Confined to one thread. */
final class IndicatorForecast {
  private static final double LONGEST_REFRESH = 300;
  private static final double STAY = 1.6;

  /** Growth that was seen for this part of the life goes on all along. */
  private static final double LONG = 0.25;

  /** So many times as far ahead as it was seen, growth counts against having settled. */
  private static final double NEAR = 1.2;

  private final Series floor = new Series(true);
  private final ForecastSettings settings;
  private final Growth growth;
  private final Projector projector;
  private final Settled settled;
  private final int[] inARow = new int[Series.scales()];
  private int agingScale = -1;
  private int without;
  private Projection projection = Projection.NONE;
  private double projectedAt = Double.NEGATIVE_INFINITY;

  /** In a row. Nothing has settled before it was looked at. */
  private int unsettled = Integer.MAX_VALUE / 2;

  IndicatorForecast(Load load, ForecastSettings settings) {
    this.settings = settings;
    this.growth = new Growth(floor, load, settings);
    this.projector = new Projector(floor, load);
    this.settled = new Settled(floor, load);
  }

  Outlook advance(double seconds, double value, double limit) {
    int finished = floor.add(seconds, value);
    for (int scale = 0; scale < Math.min(finished, Series.scales()); scale++) {
      look(scale, limit);
    }
    double refresh = Math.min(LONGEST_REFRESH, seconds / 50);
    if (finished > 0 && seconds - projectedAt >= refresh) {
      projection = projector.project(seconds, limit, settings.youngSeconds());
      projectedAt = seconds;
      unsettled = isSettled(seconds, value, limit) ? 0 : unsettled + 1;
    }
    double since = seconds - projectedAt;
    return new Outlook(
        projection.slope(),
        Math.max(0, projection.seconds() - since),
        Math.max(0, projection.low() - since),
        Math.max(0, projection.high() - since),
        agingScale >= 0,
        projection.perRequest(),
        unsettled < settings.evaluations());
  }

  private boolean isSettled(double seconds, double value, double limit) {
    boolean growsAllAlong =
        projection.span() >= LONG * seconds && projection.seconds() <= NEAR * projection.span();
    return value >= settings.leastLevel() * limit
        && !growsAllAlong
        && settled.isSettled(limit, settings.youngSeconds());
  }

  private void look(int scale, double limit) {
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
