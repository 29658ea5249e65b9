package dev.perennial.coordinator.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Majority;
import dev.perennial.coordinator.roster.PlanPolicy;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What must be true at each tick, whatever went wrong. */
final class Invariants {
  private final PlanPolicy policy;
  private final Set<String> seen;

  /**
   * @param seen takes the first two words of each reason in the roster, to tell what has happened
   */
  Invariants(PlanPolicy policy, Set<String> seen) {
    this.policy = policy;
    this.seen = seen;
  }

  /** Every change has the next epoch. */
  void replaced(Roster present, Roster next) {
    if (next.epoch() != present.epoch() + 1) {
      throw new AssertionError("epoch went from " + present.epoch() + " to " + next.epoch());
    }
    for (ServerEntry entry : next.servers()) {
      if (present.server(entry.name()).filter(entry::equals).isEmpty()) {
        String[] words = entry.reason().split(" ");
        seen.add(words.length == 1 ? words[0] : words[0] + " " + words[1]);
      }
    }
  }

  /** A plan changes nothing without a majority, and takes nobody off below the floor. */
  void planned(ClusterView view, Roster next) {
    if (!Majority.holds(view.roster(), view.alive())) {
      throw new AssertionError("planned without a majority: " + view.alive());
    }
    if (away(next, view) > away(view.roster(), view) && away(next, view) > policy.maxOut()) {
      throw new AssertionError("more than " + policy.maxOut() + " out: " + next);
    }
    ClusterView after =
        new ClusterView(
            next, view.reports(), view.reportAgeMillis(), view.alive(), view.nowMillis());
    boolean switched =
        count(next, Stage.SWITCHING, view) > count(view.roster(), Stage.SWITCHING, view);
    if (switched
        && after.available().stream().filter(view.alive()::contains).count()
            < policy.minAvailable()) {
      throw new AssertionError("below the floor of " + policy.minAvailable() + ": " + next);
    }
  }

  /** No two serve the same sessions, and who is retired owns none. */
  void hold(SimulatedCluster cluster, long now) {
    Map<String, String> owners = new HashMap<>();
    for (SimulatedServer server : cluster.servers()) {
      for (String token : server.owned) {
        String other = owners.put(token, server.name);
        if (other != null) {
          throw new AssertionError(
              "at " + now + " " + token + " is owned by " + other + " and " + server.name);
        }
      }
      ServerEntry entry = cluster.roster(server.group).server(server.name).orElse(null);
      if (entry != null && entry.stage() == Stage.RETIRED && !server.owned.isEmpty()) {
        assertThat(server.owned).as("owned by %s at %s", entry, now).isEmpty();
      }
    }
  }

  /** Servers that a plan keeps from serving; one that returns late was away already. */
  private static long away(Roster roster, ClusterView view) {
    return count(roster, Stage.SWITCHING, view)
        + count(roster, Stage.RETIRED, view)
        + count(roster, Stage.REJUVENATING, view);
  }

  /** Not those that are about to stop: no plan keeps them from that. */
  private static long count(Roster roster, Stage stage, ClusterView view) {
    return roster.servers().stream()
        .filter(e -> e.stage() == stage)
        .filter(e -> !isLeaving(view.reports().get(e.name())))
        .count();
  }

  private static boolean isLeaving(@Nullable Report report) {
    return report != null && report.wishes().order() == Report.Order.LEAVE;
  }
}
