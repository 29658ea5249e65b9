package dev.perennial.agent.status;

import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the cluster at a moment.
 *
 * @param view the roster, the reports, and who is alive
 * @param leader the name of the member that plans, or null where this is not known
 */
public record ClusterStatus(ClusterView view, @Nullable String leader) {
  /** Returns the names of the servers on the spare list. */
  public List<String> spares() {
    return view.roster().servers().stream()
        .filter(s -> s.role() == Role.SPARE && s.stage() == Stage.IN_SERVICE)
        .map(ServerEntry::name)
        .toList();
  }
}
