package dev.perennial.sample.demo;

import dev.perennial.sample.client.Figures;

/**
 * How one rejuvenation went.
 *
 * @param server that aged
 * @param figures of the client during the round
 * @param sessionsMoved to another server
 * @param switchPauseMillis the longest wait of a client around the switch-over
 * @param verdictToBackMillis -1 if it did not come back
 * @param heapBeforeBytes used at the verdict
 * @param heapAfterBytes used when it was back
 * @param pidBefore of its process
 * @param pidAfter the same if it was restarted in place
 * @param problem why the round has failed apart from the figures, empty if it has not
 */
record RoundResult(
    String server,
    Figures figures,
    long sessionsMoved,
    long switchPauseMillis,
    long verdictToBackMillis,
    long heapBeforeBytes,
    long heapAfterBytes,
    long pidBefore,
    long pidAfter,
    String problem) {

  boolean passed() {
    return figures.flawless()
        && problem.isEmpty()
        && verdictToBackMillis >= 0
        && pidBefore == pidAfter;
  }
}
