package dev.perennial.e2e;

/**
 * One hand-over in which something goes wrong: a row of the table.
 *
 * @param name of it, in words joined by hyphens
 * @param fault in words
 * @param stage of the old server in which it happens, in words
 * @param mode of the cluster
 * @param expected to be lost at most
 * @param why in words; empty where nothing is to be lost
 * @param mayFail whether requests may fail: a server that clients ask dies with them
 */
record FaultCase(
    String name,
    String fault,
    String stage,
    String mode,
    Loss expected,
    String why,
    boolean mayFail,
    Course course) {

  /** What happens in it. */
  interface Course {
    FaultResult run(FaultCase of) throws Exception;

    /** Returns whether it is to run in the middle of a {@link FaultNetwork}. */
    default boolean needsNetwork() {
      return false;
    }
  }

  /** Returns what is expected, and why, in words. */
  String expectation() {
    return expected.text() + (why.isEmpty() ? "" : ": " + why);
  }
}
