package dev.perennial.coordinator.roster;

import java.util.Set;

/**
 * How long a successor may serve what it has taken over while it cannot see whether that was taken
 * back. It is out clearly before those who would take back believe so. Pure.
 *
 * @param millis after which it may be taken back
 * @param marginMillis so much earlier it stops: for the time until a loss is noticed, and clocks
 */
public record Lease(long millis, long marginMillis) {
  public Lease {
    if (marginMillis < 0 || marginMillis >= millis) {
      throw new IllegalArgumentException(
          "marginMillis (" + marginMillis + ") must be 0 or more and less than " + millis);
    }
  }

  /**
   * Returns whether anybody could take back what that server has, by the roster it saw last: a
   * source that has not departed for its restart, together with a majority that the server is not
   * part of. Where the others cannot be a majority, only an operator can, who has to see to it that
   * the server is down.
   */
  public static boolean applies(Roster roster, String self) {
    return roster.servers().stream().anyMatch(e -> mayTakeBack(e, self))
        && Majority.possibleWithout(self, roster);
  }

  /**
   * Returns whether that server sees now that nobody takes back: it is in service by the word of a
   * majority, or every source is a member with it.
   */
  public static boolean renewed(Roster roster, String self, Set<String> alive) {
    boolean listed = roster.server(self).filter(e -> e.stage().isServing()).isPresent();
    return (listed && Majority.holds(roster, alive))
        || roster.servers().stream()
            .filter(e -> mayTakeBack(e, self))
            .allMatch(e -> alive.contains(e.name()));
  }

  /** Returns whether it still holds so long after it was last renewed. */
  public boolean holds(long sinceRenewedMillis) {
    return sinceRenewedMillis < millis - marginMillis;
  }

  private static boolean mayTakeBack(ServerEntry source, String successor) {
    return successor.equals(source.successor()) && source.mayTakeBack();
  }
}
