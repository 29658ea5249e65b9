package dev.perennial.agent.server;

import dev.perennial.agent.guard.Standing;
import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.PlanPolicy;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.SuccessorPolicy;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Who could take this server's place now, and what the cluster can so do for it. Thread-safe. */
public final class Succession {
  private final RosterView roster;
  private final ClusterMember member;
  private final PlanPolicy policy;
  private final BooleanSupplier hasContainer;
  private final BooleanSupplier restarting;

  /**
   * @param roster as last seen
   * @param hasContainer whether there is anything here to be handed over
   * @param restarting whether this life ends by a restart that was ordered
   */
  public Succession(
      RosterView roster,
      ClusterMember member,
      PlanPolicy policy,
      BooleanSupplier hasContainer,
      BooleanSupplier restarting) {
    this.roster = roster;
    this.member = member;
    this.policy = policy;
    this.hasContainer = hasContainer;
    this.restarting = restarting;
  }

  /** Returns why nobody can take this server's place now, in words; empty if somebody can. */
  public String obstacle() {
    Optional<ClusterView> view = member.view();
    if (view.isEmpty() || view.get().roster().server(roster.name()).isEmpty()) {
      return "the roster is not known";
    }
    SuccessorPolicy.Selection selection = SuccessorPolicy.select(view.get(), policy, roster.name());
    return selection.chosen() == null ? selection.refusal(roster.name()) : "";
  }

  /** Returns what the cluster can do for this server, as last seen. */
  public Standing standing() {
    if (restarting.getAsBoolean()) {
      return Standing.SWITCHING_OR_LATER;
    }
    ServerEntry entry = roster.self().orElse(null);
    if (entry == null || !member.isInTouch()) {
      return Standing.ALONE;
    }
    return switch (entry.stage()) {
      case DUPLEXING -> Standing.DUPLEXING;
      case SWITCHING, RETIRED, REJUVENATING -> Standing.SWITCHING_OR_LATER;
      case IN_SERVICE -> hasSuccessor(entry) ? Standing.SUCCESSOR_AT_HAND : Standing.ALONE;
      case JOINING, RETURNING, OUT -> Standing.ALONE;
    };
  }

  /** A spare has nothing to hand over, and needs no successor. */
  private boolean hasSuccessor(ServerEntry entry) {
    return entry.role() == Role.PRIMARY && hasContainer.getAsBoolean() && obstacle().isEmpty();
  }
}
