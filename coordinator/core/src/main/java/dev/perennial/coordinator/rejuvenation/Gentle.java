package dev.perennial.coordinator.rejuvenation;

import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Judgement.Finding;
import dev.perennial.coordinator.aging.Verdict;
import java.util.Locale;
import java.util.Set;

/**
 * Judges whether now is the time for the gentle steps, which a server in service takes by itself.
 * They must harm nobody: they are for what may be no aging, seldom, and when a pause is not felt.
 * Pure.
 */
public final class Gentle {
  private static final Set<String> MEMORY =
      Set.of("heap.live", "memory.native", "memory.container", "memory.process", "buffers.direct");

  private static final double LASTS_SECONDS = 10;
  private static final double PAUSE_SECONDS = 1;
  private static final double APART_HOURS = 6;

  private final double quietLoad;

  /**
   * @param quietLoad the part of its capacity, 0 to 1, up to which a server counts as quiet
   */
  public Gentle(double quietLoad) {
    this.quietLoad = quietLoad;
  }

  /**
   * What is known at a moment.
   *
   * @param verdict of the whole server
   * @param suspectSeconds for how long memory has been suspect without a break
   * @param load part of the capacity in use, 0 to 1 and above
   * @param sinceLastSeconds since the steps were taken last; infinite if they never were
   * @param pauseSeconds for which a collection is expected to stop the application
   */
  public record Moment(
      Verdict verdict,
      double suspectSeconds,
      double load,
      double sinceLastSeconds,
      double pauseSeconds) {}

  /**
   * The answer.
   *
   * @param now whether to take them
   * @param reason in words; empty if there is nothing to tell
   */
  public record Answer(boolean now, String reason) {}

  /** Returns whether an indicator is one of memory that is suspect. */
  public static boolean isSuspectMemory(Judgement judgement) {
    return judgement.findings().stream().anyMatch(Gentle::isSuspectMemory);
  }

  private static boolean isSuspectMemory(Finding finding) {
    return finding.verdict() == Verdict.SUSPECT && MEMORY.contains(finding.reading().indicator());
  }

  /** Returns whether this is the moment, and why. */
  public Answer judge(Moment moment) {
    if (Ladder.maintenance(moment.verdict()).isEmpty()
        || !(moment.suspectSeconds() >= LASTS_SECONDS)
        || !(moment.sinceLastSeconds() >= APART_HOURS * 3600)) {
      return new Answer(false, "");
    }
    if (!(moment.pauseSeconds() <= PAUSE_SECONDS)) {
      return no(
          "a collection is expected to stop it for %.1f s, and %.0f s is the most",
          moment.pauseSeconds(), PAUSE_SECONDS);
    }
    if (!(moment.load() <= quietLoad)) {
      return no("it is not quiet, load %.2f", moment.load());
    }
    return new Answer(
        true,
        String.format(Locale.ROOT, "memory is suspect and it is quiet, load %.2f", moment.load()));
  }

  private static Answer no(String pattern, Object... values) {
    return new Answer(false, String.format(Locale.ROOT, pattern, values));
  }
}
