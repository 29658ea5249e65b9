package dev.perennial.coordinator.rejuvenation;

import dev.perennial.coordinator.aging.Verdict;
import java.util.Locale;

/**
 * Judges whether now is the time to switch a server over that is in sync, by its load and its
 * running time. Pure.
 */
public final class Timing {
  private final TimingSettings settings;

  public Timing(TimingSettings settings) {
    this.settings = settings;
  }

  /**
   * What is known at a moment.
   *
   * @param load part of the capacity in use, 0 to 1 and above
   * @param uptimeSeconds of this life
   * @param secondsToExhaustion forecast, negative if none
   * @param waitedSeconds since duplexing began
   * @param ordered whether an operator said now
   */
  public record Moment(
      Verdict verdict,
      double load,
      double uptimeSeconds,
      double secondsToExhaustion,
      double waitedSeconds,
      boolean ordered) {}

  /**
   * The answer.
   *
   * @param now whether to switch over
   * @param reason in words
   */
  public record Answer(boolean now, String reason) {}

  /** Returns whether this is the moment, and why. */
  public Answer judge(Moment moment) {
    if (moment.ordered()) {
      return now("it was ordered");
    }
    if (moment.verdict() == Verdict.CRITICAL) {
      return now("there may be no time left");
    }
    double left = moment.secondsToExhaustion();
    if (left >= 0 && left <= settings.closeSeconds()) {
      return now(format("exhaustion is forecast in %.0f s", left));
    }
    if (moment.uptimeSeconds() < settings.minUptimeSeconds()) {
      return new Answer(
          false, format("has run for less than %.0f s: too young", settings.minUptimeSeconds()));
    }
    return quiet(moment);
  }

  /** The longer it has waited, the more load counts as quiet: patience shrinks to nothing. */
  private Answer quiet(Moment moment) {
    if (moment.waitedSeconds() >= settings.maxWaitSeconds()) {
      return now(format("has waited %.0f s for a quiet moment", settings.maxWaitSeconds()));
    }
    double patience = 1 - moment.waitedSeconds() / settings.maxWaitSeconds();
    double limit = 1 - (1 - settings.quietLoad()) * patience;
    if (moment.load() <= limit) {
      return now(format("it is quiet, load %.2f", moment.load()));
    }
    return new Answer(false, "waits in sync for a quiet moment");
  }

  private static Answer now(String reason) {
    return new Answer(true, reason);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
