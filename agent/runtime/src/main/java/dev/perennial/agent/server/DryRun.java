package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.PlanPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Captures all that would move, without moving it, and says who would take it. Thread-safe.
 *
 * @param moves makes the dry run, and tells it in lines for people
 * @param view all that a plan would be made from now
 * @param server this one's name
 */
public record DryRun(
    Moves moves, Supplier<Optional<ClusterView>> view, PlanPolicy policy, String server) {

  /** Captures without moving. */
  @FunctionalInterface
  public interface Moves {
    /** Returns lines for people. */
    List<String> check() throws InterruptedException;
  }

  /** Makes one and returns what it showed, in lines for people. */
  public String run() {
    List<String> lines = new ArrayList<>();
    try {
      lines.addAll(moves.check());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      lines.add("interrupted");
    }
    lines.addAll(SuccessorLines.of(view.get(), policy, server));
    return String.join("\n", lines) + "\n";
  }
}
