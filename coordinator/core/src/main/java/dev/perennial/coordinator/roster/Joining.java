package dev.perennial.coordinator.roster;

import java.util.Set;
import java.util.TreeSet;

/** How a new life of a server comes on to the roster. Pure. */
public final class Joining {
  private Joining() {}

  /** How an attempt to join ends. */
  public sealed interface Outcome {
    /**
     * To be put in place by compare-and-set; if that is refused, read the roster and join again.
     *
     * @param next the roster with the new life in it
     * @param self its entry: this is its incarnation
     */
    record Joined(Roster next, ServerEntry self) implements Outcome {}

    /**
     * Another live process has the name, or there is no majority to join. It may be tried again.
     *
     * @param reason in words, with what to do
     */
    record Refused(String reason) implements Outcome {}
  }

  /**
   * Lets a new life of a server join.
   *
   * <p>A server that is known keeps the role it has on the roster: its place may have been taken.
   *
   * @param wantedRole the role it is configured for, taken if it is not known
   * @param othersAlive names of all members but the joining process itself
   * @param lastIncarnation from the hand-over note of the life before, which is proof that this
   *     process replaced it; 0 without a note
   */
  public static Outcome join(
      Roster roster,
      String name,
      Role wantedRole,
      Set<String> othersAlive,
      long nowMillis,
      long lastIncarnation) {
    if (roster.coordinators().contains(name)) {
      return new Outcome.Refused(
          "server name (" + name + ") is a coordinator's: choose another perennial.server");
    }
    ServerEntry known = roster.server(name).orElse(null);
    boolean replaced = known != null && lastIncarnation == known.incarnation();
    if (othersAlive.contains(name) && !replaced) {
      return new Outcome.Refused(
          "server name ("
              + name
              + ") is in use by another live member: give each server a perennial.server of its"
              + " own, or wait until the old process is gone");
    }
    ServerEntry self =
        known == null
            ? fresh(roster, name, wantedRole, nowMillis, lastIncarnation)
            : again(known, nowMillis).withIncarnation(newer(known, lastIncarnation));
    Roster next = roster.with(self);
    Set<String> alive = new TreeSet<>(othersAlive);
    alive.add(name);
    // A minority must not outrun the majority's epochs, nor make itself one by those who join it.
    boolean first = Majority.voters(roster).isEmpty();
    return first || Majority.holds(roster, alive)
        ? new Outcome.Joined(next, self)
        : new Outcome.Refused(
            "server ("
                + name
                + ") joins when a majority of the voters is there: "
                + Majority.voters(roster));
  }

  /** Returns the roster with a standalone coordinator, which has a vote; the same if it has it. */
  public static Roster coordinator(Roster roster, String name) {
    if (roster.server(name).isPresent()) {
      throw new IllegalArgumentException("coordinator name (" + name + ") is a server's");
    }
    if (roster.coordinators().contains(name)) {
      return roster;
    }
    Set<String> next = new TreeSet<>(roster.coordinators());
    next.add(name);
    return roster.withCoordinators(next);
  }

  private static ServerEntry fresh(
      Roster roster, String name, Role wantedRole, long nowMillis, long lastIncarnation) {
    Role role = roster.mode() == Mode.ACTIVE_ACTIVE ? Role.PRIMARY : wantedRole;
    long incarnation = Math.max(0, lastIncarnation) + 1;
    String reason = "joined";
    return new ServerEntry(
        name, incarnation, role, Stage.JOINING, null, 0, 0, reason, nowMillis, true);
  }

  private static long newer(ServerEntry known, long lastIncarnation) {
    return Math.max(known.incarnation(), lastIncarnation) + 1;
  }

  /** What the life before has left decides whether this one returns from something. */
  private static ServerEntry again(ServerEntry known, long nowMillis) {
    return switch (known.stage()) {
      case REJUVENATING -> start(known, Stage.RETURNING, "restarted", nowMillis);
      // It died again on its return: the limit counts from its first.
      case RETURNING -> start(known, Stage.RETURNING, "restarted again", known.sinceMillis());
      // It died with a successor in its place, and returns as if it had been rejuvenated.
      case SWITCHING, RETIRED -> start(known, Stage.RETURNING, "died and is back", nowMillis);
      case OUT ->
          known.successor() == null
              ? start(known, Stage.JOINING, "is back", nowMillis)
              : start(known, Stage.RETURNING, "is back", nowMillis);
      // Whatever was duplexed belongs to a life that is gone.
      case JOINING, IN_SERVICE, DUPLEXING ->
          start(known, Stage.JOINING, "died and is back", nowMillis).withSuccessor(null);
    };
  }

  private static ServerEntry start(ServerEntry known, Stage stage, String reason, long since) {
    return known.at(stage, reason, since).withVote(true);
  }
}
