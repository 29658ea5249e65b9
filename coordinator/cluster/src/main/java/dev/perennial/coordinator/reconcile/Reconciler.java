package dev.perennial.coordinator.reconcile;

import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Decision;
import dev.perennial.coordinator.roster.Majority;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.RosterStore.Outcome;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One round of the leader: level-triggered, so that a round may be lost, repeated or made by two
 * leaders at once without harm. Not thread-safe: call it from one thread.
 */
public final class Reconciler {
  private final RosterStore store;
  private final Function<ClusterView, List<Decision>> planner;
  private final InstantSource clock;

  /**
   * @param planner such as {@code view -> Plan.plan(view, policy)}
   * @param clock the planner's; its epoch milliseconds go into the roster
   */
  public Reconciler(
      RosterStore store, Function<ClusterView, List<Decision>> planner, InstantSource clock) {
    this.store = store;
    this.planner = planner;
    this.clock = clock;
  }

  /** Makes one round. */
  public Round tick() {
    if (!store.leader()) {
      return new Round.NotLeading();
    }
    Optional<ClusterView> view = view();
    if (view.isEmpty() || Majority.voters(view.get().roster()).isEmpty()) {
      return new Round.Led(List.of(), Optional.empty(), Optional.empty());
    }
    Decision.Change change = null;
    List<Decision.Alert> alerts = new ArrayList<>();
    for (Decision decision : planner.apply(view.get())) {
      if (decision instanceof Decision.Change first && change == null) {
        change = first;
      } else if (decision instanceof Decision.Alert alert) {
        alerts.add(alert);
      }
    }
    return change == null
        ? new Round.Led(alerts, Optional.empty(), Optional.empty())
        : put(view.get().roster(), change, alerts);
  }

  /** Returns all that is known now; empty before the first server joined. */
  public Optional<ClusterView> view() {
    return store
        .roster()
        .map(
            roster ->
                new ClusterView(
                    roster,
                    store.reports(),
                    store.reportAgeMillis(),
                    store.alive(),
                    clock.millis()));
  }

  /**
   * What was lost is alerted once, beside the change that records it: so nothing is alerted of a
   * plan whose change did not come into force. The next round, made from what is then, will say it.
   */
  private Round put(Roster now, Decision.Change change, List<Decision.Alert> alerts) {
    Outcome outcome = store.replace(now.epoch(), change.next());
    boolean inForce =
        outcome == Outcome.DONE
            || (outcome == Outcome.UNKNOWN && store.roster().equals(Optional.of(change.next())));
    return inForce
        ? new Round.Led(alerts, Optional.of(change), Optional.of(Outcome.DONE))
        : new Round.Led(List.of(), Optional.of(change), Optional.of(outcome));
  }

  /** How a round went. */
  public sealed interface Round {
    /** Another member leads. */
    record NotLeading() implements Round {}

    /**
     * This one leads.
     *
     * @param alerts that hold now
     * @param change that the plan asked for, if any
     * @param outcome of that change: DONE also if the answer was lost and the roster shows it;
     *     empty without a change
     */
    record Led(
        List<Decision.Alert> alerts,
        Optional<Decision.Change> change,
        Optional<RosterStore.Outcome> outcome)
        implements Round {
      public Led {
        alerts = List.copyOf(alerts);
      }
    }
  }
}
