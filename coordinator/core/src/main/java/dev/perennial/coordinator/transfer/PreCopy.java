package dev.perennial.coordinator.transfer;

/**
 * When to stop copying in passes while the server serves, as in the live migration of virtual
 * machines: what is left then goes with the switch-over.
 *
 * @param smallItems fewer changed items than this are little enough
 * @param maxPasses so many passes at most, the first one included
 */
public record PreCopy(int smallItems, int maxPasses) {
  public PreCopy {
    if (smallItems < 1) {
      throw new IllegalArgumentException("smallItems (" + smallItems + ") must be at least 1");
    }
    if (maxPasses < 1) {
      throw new IllegalArgumentException("maxPasses (" + maxPasses + ") must be at least 1");
    }
  }

  /** Returns 50 items and 5 passes, the figures of Xen. */
  public static PreCopy defaults() {
    return new PreCopy(50, 5);
  }

  /**
   * Returns whether another pass is worth while.
   *
   * @param passes so many are done; at least 1
   * @param sentLast items that the last pass sent
   * @param changed items that have changed since, and would be sent now
   */
  public boolean goesOn(int passes, long sentLast, long changed) {
    return passes < maxPasses && changed >= smallItems && changed < sentLast;
  }
}
