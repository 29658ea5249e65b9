package dev.perennial.coordinator.roster;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** How servers and coordinators go off the roster in order, and their votes with them. Pure. */
public final class Leaving {
  private Leaving() {}

  /**
   * Returns the roster after an orderly stop of a server. Not for one that is off for a restart:
   * only its own process knows that it stops for good.
   *
   * @param heir who took over all that it owned and becomes a primary in its place, or null
   */
  public static Roster left(Roster roster, String name, @Nullable String heir, long nowMillis) {
    ServerEntry self = roster.require(name);
    String reason = heir == null ? "left in order" : "left in order, handed over to " + heir;
    ServerEntry out =
        (self.stage() == Stage.OUT ? self : self.to(Stage.OUT, reason, nowMillis))
            .withVote(false)
            .withSuccessor(null);
    if (roster.mode() == Mode.ACTIVE_STANDBY && self.stage().isAway()) {
      // Its successor is the primary already.
      out = out.withRole(Role.SPARE);
    }
    Roster next = roster;
    if (heir != null && roster.require(heir).role() == Role.SPARE) {
      next = next.with(roster.require(heir).withRole(Role.PRIMARY));
      out = out.withRole(Role.SPARE);
    }
    return next.with(out).at(roster.epoch() + 1);
  }

  /** Returns the roster without a server or coordinator that will not come back. */
  public static Roster forget(Roster roster, String name) {
    if (!roster.coordinators().contains(name)) {
      return roster.server(name).isPresent() ? roster.without(name) : roster;
    }
    Set<String> next = new TreeSet<>(roster.coordinators());
    next.remove(name);
    return roster.withCoordinators(next);
  }
}
