package dev.perennial.coordinator.rejuvenation;

import dev.perennial.coordinator.aging.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The order in which a server is cleaned. A rejuvenation climbs all of it; gentle maintenance stays
 * on the rungs that change nothing that the application could miss. Pure.
 */
public final class Ladder {
  private static final List<Step> REJUVENATION = List.of(Step.values());
  private static final List<Step> MAINTENANCE = List.of(Step.BUFFERS, Step.MEMORY);

  private Ladder() {}

  /** Returns all steps of a rejuvenation in order. Only after the rejuvenation signal. */
  public static List<Step> rejuvenation() {
    return REJUVENATION;
  }

  /**
   * Returns the steps that a server in service may take by itself, in order: none while it is
   * stable, nor once it is to be rejuvenated anyway.
   */
  public static List<Step> maintenance(Verdict verdict) {
    return switch (verdict) {
      case SUSPECT -> MAINTENANCE;
      case STABLE, UNSTABLE, CRITICAL -> List.of();
    };
  }

  /**
   * Returns the next of the steps, empty at the end. A step that failed is not repeated: a server
   * that cannot remove a file is restarted all the same.
   *
   * @param steps one of the orders above
   * @param results of the steps taken so far
   */
  public static Optional<Step> next(List<Step> steps, List<StepResult> results) {
    EnumSet<Step> taken = EnumSet.noneOf(Step.class);
    results.forEach(result -> taken.add(result.step()));
    return steps.stream().filter(step -> !taken.contains(step)).findFirst();
  }
}
