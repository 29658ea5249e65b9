package dev.perennial.coordinator.forecast;

import org.jspecify.annotations.Nullable;

/** The forecast of one indicator. Confined to one thread. */
final class IndicatorForecast {
  private static final double LONGEST_REFRESH = 300;

  /** Growth that was seen for this part of the life goes on all along. */
  private static final double LONG = 0.25;

  /** So many times as far ahead as it was seen, growth counts against having settled. */
  private static final double NEAR = 1.2;

  /** Part of the limit by which a level may be above the one that earlier lives were lived at. */
  private static final double ABOVE_LIVED = 0.06;

  /** Part of the limit from which on nothing is usual. */
  private static final double NEVER_USUAL = 0.97;

  /** Part of the limit from which on what will be full within the hour is close to it. */
  private static final double CLOSE = 0.7;

  private static final double CLOSE_SECONDS = 3600;

  /** For how long its growth must have been seen. */
  private static final double SEEN_SECONDS = 300;

  private final Series floor = new Series(true);
  private final Load load;
  private final ForecastSettings settings;
  private final double lived;
  private final boolean warmsUp;
  private final boolean breathes;
  private final @Nullable Measured measured;
  private final GrowthWatch growth;
  private final Projector projector;
  private final Settled settled;
  private Projection projection = Projection.NONE;
  private double firstAt = Double.NaN;
  private double projectedAt = Double.NEGATIVE_INFINITY;
  private double lastLimit = Double.NaN;

  /** In a row. Nothing has settled before it was looked at. */
  private int unsettled = Integer.MAX_VALUE / 2;

  private long measuredUnsettled;

  private double settledAt = Double.NEGATIVE_INFINITY;

  /**
   * @param lived level at which earlier lives were lived, part of the limit; 0 if none is known
   * @param collected whether it is known only after collections
   * @param warmsUp whether it grows in youth without aging
   * @param breathes whether what takes it gives it back again, too
   */
  IndicatorForecast(
      Load load,
      ForecastSettings settings,
      double lived,
      boolean collected,
      boolean warmsUp,
      boolean breathes) {
    this.warmsUp = warmsUp;
    this.breathes = breathes;
    this.load = load;
    this.settings = settings;
    this.lived = lived;
    this.measured = collected ? new Measured() : null;
    this.growth = new GrowthWatch(floor, measured, load, settings, warmsUp, breathes);
    this.projector = new Projector(floor, measured, load);
    this.settled = new Settled(floor, load);
  }

  Outlook advance(double seconds, double value, double limit) {
    lastLimit = limit;
    if (measured != null && measured.add(seconds, value)) {
      growth.lookAtMeasurements(limit);
    }
    int finished = floor.add(seconds, value);
    growth.look(finished, limit);
    // What was first read late in a life, as a heap that is seldom collected, is new all the same.
    firstAt = Double.isNaN(firstAt) ? seconds : firstAt;
    double refresh = Math.min(LONGEST_REFRESH, (seconds - firstAt) / 50);
    boolean foundYoung = growth.isAgingYoung() && !projection.isKnown();
    if (finished > 0 && (foundYoung || seconds - projectedAt >= refresh)) {
      projection = growth.project(projector, seconds, limit).credible();
      projectedAt = seconds;
      boolean isSettled = isSettled(seconds, value, limit);
      settledAt = isSettled ? seconds : settledAt;
      countUnsettled(isSettled);
    }
    double since = seconds - projectedAt;
    boolean usual = lived > 0 && value <= Math.min(lived + ABOVE_LIVED, NEVER_USUAL) * limit;
    return new Outlook(
        projection.slope(),
        Math.max(0, projection.seconds() - since),
        Math.max(0, projection.low() - since),
        Math.max(0, projection.high() - since),
        (growth.isAging() || isClose(seconds, value / limit))
            && !usual
            && !isFilling(seconds, value / limit),
        projection.perRequest(),
        usual || hasSettled(seconds),
        usual);
  }

  private boolean isFilling(double seconds, double level) {
    return Filling.is(load.workedSeconds(seconds), level, warmsUp, projection, floor, measured);
  }

  /**
   * What no collector frees fails as soon as it is full: close to that, a forecast is enough that
   * leaves out what follows the load, and nobody waits until the load is ruled out.
   */
  private boolean isClose(double seconds, double level) {
    return measured == null
        && !breathes
        && level >= Math.max(CLOSE, settings.leastLevel())
        && projection.seconds() <= Math.min(CLOSE_SECONDS, settings.horizonSeconds())
        && projection.span() >= SEEN_SECONDS
        && load.workedSeconds(seconds) >= Filling.WORKED_SECONDS
        && !hasSettled(seconds);
  }

  /** A level to live at is given up for what lasts, or ages. */
  private boolean hasSettled(double seconds) {
    return unsettled < settings.evaluations()
        || (!growth.isAging()
            && seconds - settledAt < Persistence.seconds(load.workedSeconds(seconds)));
  }

  /** What was not measured anew says nothing anew: one high reading may last for hours. */
  private void countUnsettled(boolean isSettled) {
    boolean anew = measured == null || measured.count() != measuredUnsettled;
    if (isSettled) {
      unsettled = 0;
    } else if (anew) {
      unsettled++;
      measuredUnsettled = measured == null ? 0 : measured.count();
    }
  }

  /** Returns the part of the limit at which this life was lived, NaN if there is none. */
  double lived() {
    return LivedLevel.of(floor, lastLimit, settings.youngSeconds()) / lastLimit;
  }

  private boolean isSettled(double seconds, double value, double limit) {
    boolean growsAllAlong =
        projection.span() >= LONG * seconds && projection.seconds() <= NEAR * projection.span();
    return value >= settings.leastLevel() * limit
        && !growsAllAlong
        && settled.isSettled(limit, settings.youngSeconds());
  }
}
