package dev.perennial.agent.duplex;

import dev.perennial.agent.duplex.SuccessorDesk.Standing;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.transfer.Life;
import java.util.Optional;

/** What the roster says of a server that has handed over to this one. Pure. */
public final class RosterStanding {
  private RosterStanding() {}

  /**
   * Returns it.
   *
   * @param roster as last seen; where none was, nothing can be said against that life
   * @param life that handed over
   * @param round of its rejuvenation
   */
  public static Standing of(Optional<Roster> roster, Life life, long round) {
    if (roster.isEmpty()) {
      return Standing.HANDING_OVER;
    }
    ServerEntry entry = roster.get().server(life.server()).orElse(null);
    // By the round, not by the stage of the moment: who stood still meanwhile may find that server
    // in its next round, or in its next life.
    if (entry != null && entry.takenBack() >= round) {
      return Standing.TOOK_BACK;
    }
    if (entry == null || entry.incarnation() > life.incarnation()) {
      return Standing.GONE;
    }
    if (entry.tookBack(round)) {
      return Standing.TOOK_BACK;
    }
    if (entry.round() > round) {
      return Standing.IN_SERVICE;
    }
    return switch (entry.stage()) {
      case DUPLEXING, SWITCHING, RETIRED, REJUVENATING -> Standing.HANDING_OVER;
      case JOINING, IN_SERVICE, RETURNING -> Standing.IN_SERVICE;
      case OUT -> Standing.LOST;
    };
  }
}
