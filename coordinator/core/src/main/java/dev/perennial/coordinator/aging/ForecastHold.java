package dev.perennial.coordinator.aging;

import dev.perennial.coordinator.forecast.Outlook;

/**
 * Whether an aging that is foreseen has lasted for the hold time, or for the part of what is left
 * that can be spared where that is less. Confined to one thread.
 */
final class ForecastHold {
  private static final double SPARED = 0.1;

  /** So many hold times of work tell little: what grows that early may be filling. */
  private static final double YOUNG = 3;

  private final double holdSeconds;
  private final boolean enabled;
  private boolean aging;
  private boolean counts;
  private long sinceNanos;

  ForecastHold(double holdSeconds, boolean enabled) {
    this.holdSeconds = holdSeconds;
    this.enabled = enabled;
  }

  /**
   * Returns UNSTABLE if it counts, SUSPECT if it is too short yet, else STABLE. Of a server that
   * has not worked for long, growth that may last another hold time is looked at for that long.
   */
  Verdict advance(Outlook outlook, Moment moment) {
    long nowNanos = moment.nanos();
    if (!enabled || !outlook.aging()) {
      forget();
      return Verdict.STABLE;
    }
    if (!aging) {
      aging = true;
      sinceNanos = nowNanos;
    }
    double needed = Math.min(holdSeconds, SPARED * outlook.lowSeconds());
    counts = counts || nowNanos - sinceNanos >= needed * 1e9;
    boolean maySee =
        moment.workedSeconds() < YOUNG * holdSeconds && outlook.secondsToExhaustion() > holdSeconds;
    return counts && !maySee ? Verdict.UNSTABLE : Verdict.SUSPECT;
  }

  boolean isAging() {
    return aging;
  }

  void forget() {
    aging = false;
    counts = false;
  }
}
