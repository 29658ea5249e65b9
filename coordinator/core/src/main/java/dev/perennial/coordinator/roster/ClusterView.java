package dev.perennial.coordinator.roster;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a plan is made from.
 *
 * @param roster as it stands
 * @param reports the last one of each server, by name
 * @param reportAgeMillis how old each of them is, by name
 * @param alive the names of the servers that are members now, and standalone coordinators with a
 *     vote
 * @param nowMillis the planner's clock, epoch milliseconds
 */
public record ClusterView(
    Roster roster,
    Map<String, Report> reports,
    Map<String, Long> reportAgeMillis,
    Set<String> alive,
    long nowMillis) {
  public ClusterView {
    reports = Map.copyOf(reports);
    reportAgeMillis = Map.copyOf(reportAgeMillis);
    alive = Set.copyOf(alive);
  }

  /** Returns the names of servers on the available list. */
  public List<String> available() {
    return roster.servers().stream()
        .filter(s -> s.role() == Role.PRIMARY)
        .filter(s -> s.stage().isServing())
        .map(ServerEntry::name)
        .toList();
  }
}
