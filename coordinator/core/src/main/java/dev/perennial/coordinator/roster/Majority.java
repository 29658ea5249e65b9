package dev.perennial.coordinator.roster;

import java.util.Set;
import java.util.TreeSet;

/** Who may decide: more than half of the roster's voters, servers and coordinators alike. Pure. */
public final class Majority {
  private Majority() {}

  /** Returns the names of all that count. */
  public static Set<String> voters(Roster roster) {
    Set<String> voters = new TreeSet<>(roster.coordinators());
    for (ServerEntry server : roster.servers()) {
      if (server.voter()) {
        voters.add(server.name());
      }
    }
    return voters;
  }

  /**
   * Returns whether those alive are more than half of the voters. Half is not enough: of two
   * servers, the survivor serves and decides nothing.
   */
  public static boolean holds(Roster roster, Set<String> alive) {
    Set<String> voters = voters(roster);
    long present = voters.stream().filter(alive::contains).count();
    return 2 * present > voters.size();
  }

  /** Returns whether the voters but one server could be a majority, were they all there. */
  static boolean possibleWithout(String absent, Roster roster) {
    Set<String> voters = voters(roster);
    int others = voters.size() - (voters.contains(absent) ? 1 : 0);
    return 2 * others > voters.size();
  }

  /** Returns whether those alive would still be a majority after a server left the voters. */
  static boolean holdsWithout(String leaving, Roster roster, Set<String> alive) {
    Set<String> voters = voters(roster);
    voters.remove(leaving);
    long present = voters.stream().filter(alive::contains).count();
    return 2 * present > voters.size();
  }
}
