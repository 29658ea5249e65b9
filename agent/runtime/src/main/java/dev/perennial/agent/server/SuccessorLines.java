package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.PlanPolicy;
import dev.perennial.coordinator.roster.SuccessorPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says who would take a server's place now, and why the others would not. Pure. */
final class SuccessorLines {
  private SuccessorLines() {}

  static List<String> of(Optional<ClusterView> view, PlanPolicy policy, String server) {
    if (view.isEmpty() || view.get().roster().server(server).isEmpty()) {
      return List.of("no successor: " + server + " is on no roster yet");
    }
    SuccessorPolicy.Selection selection = SuccessorPolicy.select(view.get(), policy, server);
    List<String> lines = new ArrayList<>();
    if (selection.chosen() == null) {
      lines.add("no successor: " + selection.refusal(server));
      return lines;
    }
    lines.add(
        "successor: "
            + selection.chosen()
            + (selection.crowded()
                ? ", which has no room for all sessions: those used last would move"
                : ""));
    selection.refusals().forEach((name, why) -> lines.add("not " + name + ": it " + why));
    return lines;
  }
}
