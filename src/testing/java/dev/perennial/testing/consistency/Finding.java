package dev.perennial.testing.consistency;

import java.util.List;

/**
 * Something in a history that one list on one server could not have done.
 *
 * @param what in words
 * @param evidence the operations that contradict each other, in the order in which they began
 */
record Finding(Anomaly anomaly, String what, List<Operation> evidence) {
  Finding {
    evidence = List.copyOf(evidence);
  }

  @Override
  public String toString() {
    return anomaly + ": " + what;
  }
}
