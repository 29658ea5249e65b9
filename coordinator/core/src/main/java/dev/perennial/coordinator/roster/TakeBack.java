package dev.perennial.coordinator.roster;

import java.util.Set;

/**
 * When an operator may have a server take back what it has handed over: where no majority can ever
 * say that the successor is lost, that is between the last two servers. Pure.
 */
public final class TakeBack {
  private TakeBack() {}

  /**
   * Returns why it is refused, in words for the operator; empty if it may be done.
   *
   * @param name of the server that would take back, which is the one that is asked
   * @param alive the members that it sees, itself included
   * @param restartGivenUp whether the server has the rejuvenation signal and does not carry it out
   */
  public static String refusal(
      Roster roster, String name, Set<String> alive, boolean restartGivenUp) {
    ServerEntry self = roster.server(name).orElse(null);
    if (self == null) {
      return name + " is not on the roster";
    }
    String successor = self.successor();
    boolean restarts = self.stage() == Stage.REJUVENATING && !restartGivenUp;
    if (restarts || self.stage() == Stage.DUPLEXING || !self.mayTakeBack()) {
      return name
          + " is "
          + self.stage()
          + ": only what was handed over, by a server that is not about to restart, can be taken"
          + " back";
    }
    if (successor == null) {
      return name + " is a spare and has handed nothing over";
    }
    if (alive.contains(successor)) {
      return "its successor " + successor + " is a member and serves what it took over";
    }
    if (Majority.holds(roster, alive)) {
      return "a majority of the voters is in sight: it takes back by itself as soon as the lease of"
                 + " "
          + successor
          + " has run out";
    }
    Set<String> others = Majority.voters(roster);
    others.remove(name);
    others.remove(successor);
    return others.isEmpty()
        ? ""
        : "other voters may have decided otherwise: " + String.join(", ", others);
  }
}
