package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import java.util.Optional;

/** This life's place on the roster. */
public interface Membership {
  /**
   * Makes sure that this life is on the roster.
   *
   * @return its entry, or empty while it has none: the next look tries again
   */
  Optional<ServerEntry> ensure(RosterStore store, long nowMillis);
}
