package dev.perennial.coordinator.simulation;

/**
 * How often things go wrong, as probabilities per tick, report, step or life; afterHandOver strikes
 * a successor at the worst moment, stops is an orderly stop of a server.
 */
record Faults(
    double crash,
    double reportLost,
    double partition,
    double duplexingFails,
    double holdExpires,
    double neverReturns,
    double unknownOutcome,
    double staleLeader,
    double afterHandOver,
    double stops) {
  static Faults none() {
    return new Faults(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  static Faults many() {
    return new Faults(0.0005, 0.1, 0.005, 0.1, 0.1, 0.02, 0.05, 0.05, 0.05, 0.0005);
  }
}
