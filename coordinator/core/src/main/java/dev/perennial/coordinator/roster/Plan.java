package dev.perennial.coordinator.roster;

import java.util.List;
import java.util.TreeSet;

/**
 * The leader's plan: compares what should be with what is, and says what to change next. Pure and
 * level-triggered: it is made anew about once a second from all that is known, so that a change, a
 * report or a leader may be lost at any time.
 */
public final class Plan {
  private Plan() {}

  /**
   * Returns what to do now: one change of the roster at most, which comes first, and alerts.
   *
   * <p>Members that came and went are recorded first; only on a roster that is true to them does a
   * rejuvenation go on or begin.
   */
  public static List<Decision> plan(ClusterView view, PlanPolicy policy) {
    Roster roster = view.roster();
    Draft draft = new Draft(roster);
    if (!Majority.holds(roster, view.alive())) {
      draft.alert("", Decision.Alert.Kind.MAJORITY_LOST, majorityLost(view));
      return draft.decisions();
    }
    Situation situation = new Situation(view, policy);
    new Members(situation, draft).record();
    new Progress(situation, draft).advance();
    new Capacity(situation, draft).keep();
    new Starting(situation, draft).begin();
    return draft.decisions();
  }

  private static String majorityLost(ClusterView view) {
    TreeSet<String> absent = new TreeSet<>(Majority.voters(view.roster()));
    int voters = absent.size();
    absent.removeAll(view.alive());
    return "no majority of the "
        + voters
        + " voters: nothing is rejuvenated until they are back or forgotten; absent: "
        + String.join(", ", absent);
  }
}
