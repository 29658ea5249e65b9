package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.clean.NotGivenBack;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Judgement.Finding;
import dev.perennial.coordinator.aging.Verdict;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Adds to a judgement what the gentle steps have shown. No verdict changes by that: it says why
 * memory is in use, never that nothing ages. Pure.
 */
final class BetterReason {
  private static final String HEAP = "heap.live";
  private static final String NATIVE = "memory.native";

  private BetterReason() {}

  /**
   * Returns whether it still explains what is seen: not while what lives in the heap is more than
   * STABLE, nor native memory where the heap was what had kept it.
   */
  static boolean stands(Judgement judgement, NotGivenBack found) {
    return isStable(judgement, HEAP)
        && (found.of() == NotGivenBack.Keeper.C_LIBRARY || isStable(judgement, NATIVE));
  }

  private static boolean isStable(Judgement judgement, String indicator) {
    return judgement.findings().stream()
        .filter(f -> f.reading().indicator().equals(indicator))
        .allMatch(f -> f.verdict() == Verdict.STABLE);
  }

  /** Returns the same judgement with that in its reasons. */
  static Judgement of(Judgement judgement, NotGivenBack found) {
    List<Finding> findings =
        judgement.findings().stream().map(f -> explains(f) ? with(f, found) : f).toList();
    Verdict worst = judgement.verdict();
    String reason =
        worst == Verdict.STABLE
            ? judgement.reason() + "; " + found.sentence()
            : findings.stream()
                .filter(f -> f.verdict() == worst)
                .map(Finding::reason)
                .collect(Collectors.joining("; "));
    return new Judgement(worst, reason, judgement.secondsToExhaustion(), findings);
  }

  private static boolean explains(Finding finding) {
    String indicator = finding.reading().indicator();
    return indicator.startsWith("memory.") && !indicator.equals("memory.refusals");
  }

  private static Finding with(Finding f, NotGivenBack found) {
    return new Finding(
        f.reading(),
        f.verdict(),
        f.reason() + "; " + found.sentence(),
        f.trendPerHour(),
        f.secondsToExhaustion(),
        f.exhaustionLow(),
        f.exhaustionHigh(),
        f.trendPerRequest());
  }
}
