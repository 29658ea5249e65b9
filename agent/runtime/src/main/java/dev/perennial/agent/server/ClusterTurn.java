package dev.perennial.agent.server;

import dev.perennial.coordinator.reconcile.Reconciler;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What this server does about its cluster in each turn: what its entry of the roster says; then
 * those look who follow the roster; then, where this member leads, it plans. For the agent's loop.
 */
public final class ClusterTurn implements Runnable {
  private final Runnable act;
  private final RosterView view;
  private final RosterStore store;
  private final List<RosterFollower> followers;
  private final Runnable hasNoPlace;
  private final Supplier<Reconciler.Round> plan;
  private final Consumer<Reconciler.Round> planned;

  /**
   * @param act does what the roster says, and renews the view
   * @param followers look in this order
   * @param hasNoPlace called instead, while this server is not on the roster
   * @param plan makes a round of the planner
   * @param planned takes each round, whoever leads
   */
  public ClusterTurn(
      Runnable act,
      RosterView view,
      RosterStore store,
      List<RosterFollower> followers,
      Runnable hasNoPlace,
      Supplier<Reconciler.Round> plan,
      Consumer<Reconciler.Round> planned) {
    this.act = act;
    this.view = view;
    this.store = store;
    this.followers = List.copyOf(followers);
    this.hasNoPlace = hasNoPlace;
    this.plan = plan;
    this.planned = planned;
  }

  @Override
  public void run() {
    act.run();
    ServerEntry self = view.self().orElse(null);
    Roster roster = view.roster().orElse(null);
    if (self == null || roster == null) {
      hasNoPlace.run();
      return;
    }
    followers.forEach(follower -> follower.look(self, roster, store));
    planned.accept(plan.get());
  }
}
