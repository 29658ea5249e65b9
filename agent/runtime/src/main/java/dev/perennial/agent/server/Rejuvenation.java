package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;

/** Cleans and restarts this server. Thread-safe. */
public interface Rejuvenation {
  /**
   * Begins, once; returns at once. Called only with the rejuvenation signal, confirmed by a
   * majority.
   */
  void begin(ServerEntry self, Roster roster);
}
