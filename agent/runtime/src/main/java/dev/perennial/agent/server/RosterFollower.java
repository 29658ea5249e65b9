package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;

/** Looks at the roster in each turn, after this server has done what its entry says. */
@FunctionalInterface
public interface RosterFollower {
  /**
   * Takes what is seen now; on the agent's loop, so it must not block.
   *
   * @param self this server's entry
   * @param store for who is alive, and what the others report
   */
  void look(ServerEntry self, Roster roster, RosterStore store);
}
