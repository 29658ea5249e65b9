package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;

/** Told of each new roster, on the loop's thread. */
public interface StageListener {
  /** This server's entry has changed, or is seen for the first time. */
  void changed(ServerEntry self, Roster roster);
}
