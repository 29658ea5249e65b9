package dev.perennial.coordinator.aging;

/**
 * What is known of a server beside the indicator that is judged.
 *
 * @param nanos of any clock that does not go back
 * @param workedSeconds for how long the server has worked
 * @param gcOverhead part of the last minute in which collections stopped it, NaN if not known
 * @param seenByClients what clients see of it, in words; then nothing more is waited for. Empty if
 *     nothing
 */
record Moment(long nanos, double workedSeconds, double gcOverhead, String seenByClients) {
  /** Part of the time that collections may take in a heap that has room. */
  private static final double EASY = 0.05;

  /** Returns whether collections are known to be no burden. */
  boolean collectsEasily() {
    return gcOverhead < EASY;
  }
}
