package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What it means that a server sees no other one of its cluster. Pure. */
final class Absence {
  private Absence() {}

  /**
   * Returns who is missed, in words; empty if nobody is: another one is there, none was ever named,
   * or those that were here are being restarted, for which the plan has a limit of its own.
   *
   * @param self this server's name
   * @param alive names of the members, this server's among them
   * @param configured addresses of other servers, as settings say
   * @param origin of that setting, in words
   */
  static String of(
      String self, Roster roster, Set<String> alive, List<String> configured, String origin) {
    if (alive.size() > 1 || configured.isEmpty()) {
      return "";
    }
    List<ServerEntry> known =
        roster.servers().stream().filter(entry -> !entry.name().equals(self)).toList();
    if (known.isEmpty()) {
      return "no other server has been seen yet: perennial.cluster.members="
          + String.join(";", configured)
          + " ("
          + origin
          + "): none of them answers; allowed is host:port of other servers, as their"
          + " perennial.cluster.bind and perennial.cluster.port say; start them, or correct the list";
    }
    if (known.stream().allMatch(entry -> entry.stage() == Stage.REJUVENATING)) {
      return "";
    }
    return known.stream()
        .map(entry -> entry.name() + " (" + entry.stage() + ")")
        .collect(Collectors.joining(", ", "no other server is a member now; on the roster: ", ""));
  }
}
