package dev.perennial.coordinator.aging;

import dev.perennial.coordinator.aging.Judgement.Finding;

/**
 * Judges by the time that collections take. Debt is time already: it needs no hold time on top.
 * Confined to one thread.
 */
final class CollectionsJudge {
  /** Part of the heap that lives from which on collections go on for nothing. */
  private static final double FULL = 0.9;

  /**
   * Part of the debt that is the end there, and no sign of it: it grows by nearly a second each
   * second.
   */
  private static final double ENOUGH_WHEN_FULL = 1 / 3.0;

  private final double debtSeconds;
  private final double emergencySeconds;
  private final GcDebt debt;
  private final GcDebt emergencyDebt;

  CollectionsJudge(JudgeSettings settings) {
    this.debtSeconds = settings.gcDebtSeconds();
    this.emergencySeconds = settings.emergencyGcDebtSeconds();
    // Twice the threshold: more debt than that would outlast its cause for too long.
    this.debt = new GcDebt(settings.gcWeight(), 2 * debtSeconds);
    this.emergencyDebt = new GcDebt(settings.emergencyGcWeight(), 2 * emergencySeconds);
  }

  /**
   * Takes the time that collections have taken since the start.
   *
   * @param heap part of the heap that lives, NaN if it is not known
   */
  Finding judge(Reading reading, double heap, double atSeconds) {
    double owed = debt.advance(reading.value(), atSeconds);
    double emergency = emergencyDebt.advance(reading.value(), atSeconds);
    double enough = debtSeconds * ENOUGH_WHEN_FULL;
    if (heap >= FULL && owed >= enough) {
      return critical(debtOf(owed, enough), ": and the heap is full");
    }
    if (emergency >= emergencySeconds) {
      return critical(debtOf(emergency, emergencySeconds), ": hardly anything else runs");
    }
    Reading derived = debtOf(owed, debtSeconds);
    Verdict verdict =
        derived.level() >= 1
            ? Verdict.UNSTABLE
            : derived.level() >= 0.5 ? Verdict.SUSPECT : Verdict.STABLE;
    return IndicatorJudge.finding(derived, verdict, Words.of(derived));
  }

  private static Finding critical(Reading derived, String why) {
    return IndicatorJudge.finding(derived, Verdict.CRITICAL, Words.of(derived) + why);
  }

  private static Reading debtOf(double seconds, double limit) {
    return new Reading("gc.debt", seconds, limit, "seconds");
  }
}
