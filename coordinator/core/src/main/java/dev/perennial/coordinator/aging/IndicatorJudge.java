package dev.perennial.coordinator.aging;

import dev.perennial.coordinator.aging.Judgement.Finding;
import dev.perennial.coordinator.forecast.Outlook;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges one indicator by its levels and by its forecast. Confined to one thread. */
final class IndicatorJudge {
  /**
   * What is high in health: a server that was given little memory uses it. Only one that goes on
   * growing comes to an end.
   */
  private static final Set<String> GROWTH_ONLY = Set.of("memory.container", "memory.native");

  /** Work after which what a start needs is there. */
  private static final double WARM_SECONDS = 900;

  /** A share of the time does not fill up; what the process has is looked at part by part. */
  private static final Set<String> NOT_FORECAST =
      Set.of("gc.overhead", "memory.refusals", "memory.process");

  private final JudgeSettings.Limit.Of levelOf;
  private final double warn;
  private final Hold warned;
  private final boolean slow;
  private final Hold unstable;
  private final Hold critical;
  private final TwiceFull full;
  private final ForecastHold foreseen;
  private final boolean collected;
  private final boolean load;
  private final boolean wearsOut;
  private final boolean firm;
  private final boolean sizeCounts;
  private final boolean breathes;

  IndicatorJudge(String indicator, JudgeSettings.Limit limit, JudgeSettings settings) {
    this.levelOf = limit.of();
    this.warn = limit.warn();
    // A moment's slowness is no drift. Other warnings are given at once.
    this.slow = indicator.equals("latency.drift");
    this.warned = new Hold(limit.warn(), settings.holdSeconds());
    this.unstable = new Hold(limit.unstable(), settings.holdSeconds());
    this.critical = new Hold(limit.critical(), settings.criticalHoldSeconds());
    this.full = new TwiceFull(settings.criticalHoldSeconds());
    this.foreseen = new ForecastHold(settings.holdSeconds(), settings.forecast().enabled());
    this.collected = indicator.equals("heap.live");
    this.load = indicator.startsWith("load.");
    this.breathes = indicator.equals("memory.container");
    this.sizeCounts = limit.firm() || !GROWTH_ONLY.contains(indicator);
    this.firm = limit.firm() || !settings.forecast().enabled();
    this.wearsOut = !load && limit.unstable() <= 1 && !NOT_FORECAST.contains(indicator);
  }

  /** Returns whether it is worth forecasting. */
  boolean isForecast(Reading reading) {
    return wearsOut && reading.limit() > 0 && reading.room() > 0;
  }

  Finding judge(Reading reading, Outlook outlook, Moment moment) {
    Finding byLevel = byLevel(reading, outlook, moment);
    Verdict byForecast = foreseen.advance(outlook, moment);
    Verdict verdict = byLevel.verdict().worse(byForecast);
    String reason =
        byForecast == Verdict.STABLE
            ? byLevel.reason()
            : byLevel.reason() + (byForecast == Verdict.UNSTABLE ? ": aging" : ", may be aging");
    if (verdict == Verdict.SUSPECT && !moment.seenByClients().isEmpty() && isWaitedFor(outlook)) {
      verdict = Verdict.UNSTABLE;
      reason += moment.seenByClients();
    }
    boolean known = !Double.isNaN(outlook.slopePerSecond());
    boolean forecast = outlook.isForecast();
    return new Finding(
        reading,
        verdict,
        reason,
        known ? outlook.slopePerSecond() * 3600 : null,
        forecast ? outlook.secondsToExhaustion() : null,
        forecast ? outlook.lowSeconds() : null,
        forecast ? outlook.highSeconds() : null,
        known && !Double.isNaN(outlook.perRequest()) ? outlook.perRequest() : null);
  }

  /** Whether it is only the time that is missing to what makes it UNSTABLE. */
  private boolean isWaitedFor(Outlook outlook) {
    boolean lives = !firm && (outlook.usual() || outlook.settled());
    boolean high = unstable.isExceeded() && (sizeCounts || outlook.aging());
    return wearsOut && !lives && (high || foreseen.isAging());
  }

  private Finding byLevel(Reading reading, Outlook outlook, Moment moment) {
    long nowNanos = moment.nanos();
    double level =
        switch (levelOf) {
          case LIMIT -> reading.level();
          case VALUE -> reading.value();
        };
    boolean isCritical = critical.advance(level, nowNanos);
    boolean isUnstable = unstable.advance(level, nowNanos);
    boolean isFull = collected && full.advance(level, nowNanos);
    String words = Words.of(reading) + Words.trend(reading, outlook);
    // A server that is merely saturated has not aged.
    if (load) {
      return level >= warn
          ? finding(reading, Verdict.SUSPECT, words + ": under load, not aged")
          : finding(reading, Verdict.STABLE, words);
    }
    if (isFull) {
      return finding(
          reading,
          isCritical ? Verdict.CRITICAL : Verdict.UNSTABLE,
          words + " after two collections");
    }
    if (isUnstable && outlook.usual() && !firm) {
      return finding(reading, Verdict.SUSPECT, words + ": high, as in earlier lives");
    }
    if ((isCritical || isUnstable) && isMereSize(reading, outlook, moment)) {
      return finding(reading, Verdict.SUSPECT, words + ": high, and not growing");
    }
    // A generation that is full of what lives, and neither grows nor is collected for long, works.
    boolean lives = collected && !firm && !outlook.aging() && moment.collectsEasily();
    if (isCritical && !lives) {
      return finding(reading, Verdict.CRITICAL, words + lasting(critical, nowNanos));
    }
    if (isUnstable && outlook.settled() && !firm) {
      return finding(reading, Verdict.SUSPECT, words + ": high, and lives there");
    }
    if (isUnstable) {
      return finding(reading, Verdict.UNSTABLE, words + lasting(unstable, nowNanos));
    }
    if (unstable.isExceeded()) {
      return finding(reading, Verdict.SUSPECT, words + ", too short yet to count");
    }
    boolean isWarned = slow ? warned.advance(level, nowNanos) : level >= warn;
    return finding(reading, isWarned ? Verdict.SUSPECT : Verdict.STABLE, words);
  }

  /** A leak of weeks is too slow to be called aging, and is found by where it has come to. */
  private boolean isMereSize(Reading reading, Outlook outlook, Moment moment) {
    boolean comesSlowly =
        !breathes
            && reading.level() < 1
            && moment.workedSeconds() >= WARM_SECONDS
            && outlook.isForecast()
            && !outlook.settled();
    return !sizeCounts && !outlook.aging() && !comesSlowly;
  }

  void forget() {
    warned.forget();
    unstable.forget();
    critical.forget();
    full.forget();
    foreseen.forget();
  }

  static Finding finding(Reading reading, Verdict verdict, String reason) {
    @Nullable Double unknown = null;
    return new Finding(reading, verdict, reason, unknown, unknown, unknown, unknown);
  }

  private static String lasting(Hold hold, long nowNanos) {
    return " for " + Words.duration(hold.seconds(nowNanos));
  }
}
