package dev.perennial.coordinator.aging;

import dev.perennial.coordinator.aging.Judgement.Finding;
import org.jspecify.annotations.Nullable;

/** Judges one indicator by its levels. Confined to one thread. */
final class IndicatorJudge {
  private final double warn;
  private final Hold unstable;
  private final Hold critical;
  private final boolean load;

  IndicatorJudge(String indicator, JudgeSettings.Limit limit, JudgeSettings settings) {
    this.warn = limit.warn();
    this.unstable = new Hold(limit.unstable(), settings.holdSeconds());
    this.critical = new Hold(limit.critical(), settings.criticalHoldSeconds());
    this.load = indicator.startsWith("load.");
  }

  Finding judge(Reading reading, long nowNanos) {
    double level = reading.limit() > 0 ? reading.level() : reading.value();
    boolean isCritical = critical.advance(level, nowNanos);
    boolean isUnstable = unstable.advance(level, nowNanos);
    String words = Words.of(reading);
    // A server that is merely saturated has not aged.
    if (load) {
      return level >= warn
          ? finding(reading, Verdict.SUSPECT, words + ": under load, not aged")
          : finding(reading, Verdict.STABLE, words);
    }
    if (isCritical) {
      return finding(reading, Verdict.CRITICAL, words + lasting(critical, nowNanos));
    }
    if (isUnstable) {
      return finding(reading, Verdict.UNSTABLE, words + lasting(unstable, nowNanos));
    }
    if (unstable.isExceeded()) {
      return finding(reading, Verdict.SUSPECT, words + ", too short yet to count");
    }
    return finding(reading, level >= warn ? Verdict.SUSPECT : Verdict.STABLE, words);
  }

  void forget() {
    unstable.forget();
    critical.forget();
  }

  static Finding finding(Reading reading, Verdict verdict, String reason) {
    @Nullable Double unknown = null;
    return new Finding(reading, verdict, reason, unknown, unknown);
  }

  private static String lasting(Hold hold, long nowNanos) {
    return " for " + Words.duration(hold.seconds(nowNanos));
  }
}
