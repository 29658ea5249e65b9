package dev.perennial.coordinator.policy;

import dev.perennial.coordinator.aging.Verdict;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Locale;
import java.util.Optional;

/**
 * Judges whether a server that will not last is to be rejuvenated now, or better later: in a
 * maintenance window, in a quieter hour, but never past the safe part of its time to exhaustion.
 * Pure.
 *
 * @param windows in which it may be done without haste
 * @param quietLoad up to which any hour is quiet enough
 * @param unforecastSeconds how long a server may wait whose time to exhaustion nobody knows
 * @param rejuvenationSeconds that one rejuvenation takes
 */
public record WhenToAct(
    MaintenanceWindows windows,
    double quietLoad,
    double unforecastSeconds,
    double rejuvenationSeconds) {
  /** Of the time to exhaustion, the part that may be waited for. */
  private static final double SAFE_PART = 0.5;

  /** All windows open within a week. */
  private static final double WEEK_SECONDS = 7 * 24 * 3600.0;

  /** An hour is quieter if it brings no more than this part of the load now. */
  private static final double CLEARLY_LESS = 0.7;

  public WhenToAct {
    if (!(quietLoad >= 0 && quietLoad <= 1)) {
      throw new IllegalArgumentException("quietLoad (" + quietLoad + ") must be 0 to 1");
    }
    if (!(unforecastSeconds >= 0)) {
      throw new IllegalArgumentException(
          "unforecastSeconds (" + unforecastSeconds + ") must be 0 or more");
    }
    if (!(rejuvenationSeconds >= 0 && rejuvenationSeconds < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "rejuvenationSeconds (" + rejuvenationSeconds + ") must be 0 or more");
    }
  }

  /** What presses a server. */
  public enum Pressure {
    /** Its running time alone: nothing is about to be exhausted. */
    AGE,
    /** A resource. */
    EXHAUSTION
  }

  /**
   * What is known at a moment.
   *
   * @param pressure what the verdict comes from
   * @param secondsToExhaustion the lower end of its interval; negative if nothing is forecast
   * @param load part of the capacity in use
   * @param servers that may have to be rejuvenated one after another
   * @param at by the clock of the windows
   */
  public record Moment(
      Verdict verdict,
      Pressure pressure,
      double secondsToExhaustion,
      double load,
      int servers,
      LocalDateTime at) {}

  /** Returns why it waits, in words; empty if now is the time. */
  public String waitsFor(Moment moment, LoadPattern pattern) {
    if (moment.verdict() != Verdict.UNSTABLE) {
      return "";
    }
    Duration patience = patience(moment);
    Duration untilOpen = windows.untilOpen(moment.at());
    if (!untilOpen.isZero()) {
      return untilOpen.compareTo(patience) <= 0
          ? "waits for its maintenance window, which opens in " + words(untilOpen)
          : "";
    }
    if (moment.load() <= quietLoad) {
      return "";
    }
    Optional<LoadPattern.Quieter> quieter =
        pattern
            .quieter(moment.at(), patience, moment.load() * CLEARLY_LESS)
            // It must not wait its way out of the window.
            .filter(q -> windows.untilOpen(moment.at().plus(q.in())).isZero());
    return quieter
        .map(
            q ->
                String.format(
                    Locale.ROOT,
                    "waits for a quieter hour, which begins in %s: load %.2f, now %.2f",
                    words(q.in()),
                    q.load(),
                    moment.load()))
        .orElse("");
  }

  /** How long is safe: others may be as old, and take their time first. */
  private Duration patience(Moment moment) {
    if (moment.pressure() == Pressure.AGE) {
      return Duration.ofSeconds((long) WEEK_SECONDS);
    }
    double left = moment.secondsToExhaustion();
    double safe =
        left < 0
            ? unforecastSeconds
            : left * SAFE_PART - rejuvenationSeconds * Math.max(1, moment.servers());
    return Duration.ofSeconds((long) Math.max(0, Math.min(safe, WEEK_SECONDS)));
  }

  private static String words(Duration time) {
    long minutes = Math.max(1, time.toMinutes());
    return minutes < 120 ? minutes + " min" : Math.round(minutes / 60.0) + " h";
  }
}
