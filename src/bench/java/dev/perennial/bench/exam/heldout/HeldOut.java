package dev.perennial.bench.exam.heldout;

import dev.perennial.bench.exam.Scenario;
import java.util.ArrayList;
import java.util.List;

/** All held-out scenarios. */
public final class HeldOut {
  private HeldOut() {}

  /**
   * Returns the healthy ones, then those that age.
   *
   * @param stepSeconds between two samples of a healthy server; those that age have their own
   */
  public static List<Scenario> scenarios(double stepSeconds) {
    List<Scenario> all = new ArrayList<>(Healthy.all(stepSeconds));
    all.addAll(Aging.all());
    return all;
  }
}
