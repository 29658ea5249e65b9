package dev.perennial.coordinator.roster;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a server comes back that was put OUT in the middle of its hand-over, because a majority saw
 * it no more, and is seen again in the same life: it was cut off, or stood still. It owns what it
 * had not handed over, as nobody takes that over from a process that lives. Pure.
 */
public final class ComingBack {
  private ComingBack() {}

  /**
   * Returns the roster with the server back in service; empty while it cannot be.
   *
   * <p>Made by the server itself, which alone knows for sure how far its hand-over has come:
   *
   * <ul>
   *   <li>nothing has left: it owns everything, and whoever was promoted in its place was so in
   *       vain;
   *   <li>all has left: its place is taken, and it is what is left over;
   *   <li>some has left: what is still here follows first.
   * </ul>
   *
   * @param progress of its hand-over, as it knows it; null if there is none
   * @param ready whether it is healthy and warm
   * @param alive the members that it sees
   */
  public static Optional<Roster> of(
      Roster roster,
      String name,
      Report.@Nullable Duplexing progress,
      boolean ready,
      Set<String> alive,
      long nowMillis) {
    ServerEntry self = roster.server(name).orElse(null);
    boolean wasHandingOver =
        self != null && self.stage() == Stage.OUT && self.successor() != null && self.voter();
    if (!wasHandingOver || !ready || !Majority.holds(roster, alive)) {
      return Optional.empty();
    }
    if (progress == null || progress.round() != self.round()) {
      return Optional.of(unreplaced(roster, self, nowMillis));
    }
    return switch (progress.state()) {
      case OFFERING, COPYING, IN_SYNC, FAILED -> Optional.of(unreplaced(roster, self, nowMillis));
      case SWITCHING -> Optional.empty();
      case DONE ->
          successorStands(roster, self, alive)
              ? Optional.of(
                  Switching.replaced(roster, self, "came back when its place was taken", nowMillis))
              : Optional.empty();
    };
  }

  /** As after a duplexing that was given up; the spare that became a primary is a spare again. */
  private static Roster unreplaced(Roster roster, ServerEntry self, long nowMillis) {
    ServerEntry back =
        self.to(Stage.IN_SERVICE, "came back with all that it has", nowMillis)
            .withSuccessor(null)
            .withFailures(self.failures() + 1);
    ServerEntry heir = roster.server(String.valueOf(self.successor())).orElse(null);
    boolean promoted =
        heir != null
            && roster.mode() == Mode.ACTIVE_STANDBY
            && self.role() == Role.PRIMARY
            && heir.role() == Role.PRIMARY
            && heir.stage() == Stage.IN_SERVICE;
    Roster next = promoted ? roster.with(heir.withRole(Role.SPARE)) : roster;
    return next.with(back).at(roster.epoch() + 1);
  }

  private static boolean successorStands(Roster roster, ServerEntry self, Set<String> alive) {
    return roster
        .server(String.valueOf(self.successor()))
        .filter(e -> e.stage() == Stage.IN_SERVICE && alive.contains(e.name()))
        .isPresent();
  }
}
