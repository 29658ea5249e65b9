package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Report;

/**
 * What this server can say of itself at a moment, apart from its place in the cluster: the parts of
 * its {@link Report}.
 */
public record ServerFacts(
    Report.Wishes wishes,
    Report.Health health,
    Report.Restart restart,
    Report.Capacity capacity,
    Report.Addresses addresses) {

  /** Returns why this server cannot be handed over, in words; empty if it can. */
  String obstacleToMoving() {
    if (wishes.action() == Report.Action.OBSERVE) {
      return "perennial.action=observe moves nothing";
    }
    return capacity.gate() ? "" : "its container is not recognised";
  }
}
