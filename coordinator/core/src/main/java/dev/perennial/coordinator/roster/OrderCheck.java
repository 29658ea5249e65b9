package dev.perennial.coordinator.roster;

import dev.perennial.coordinator.aging.Verdict;
import java.util.Set;

/**
 * Checks an order of the roster once more, at the server that is to carry it out: who can write the
 * roster may be wrong, or worse. What the others say of themselves is not asked for it, as the same
 * one may have written that. A plan that was made by the rules passes, since the roster that it was
 * made from is the one that is looked at here. Pure.
 */
public final class OrderCheck {
  private final Roster roster;
  private final String name;
  private final Set<String> alive;
  private final PlanPolicy policy;
  private final Own own;

  /** What a server knows of itself, whatever the cluster has heard of it. */
  public record Own(
      Report.Wishes wishes, Report.Health health, Report.Restart restart, long sessions) {}

  /**
   * @param roster with the order in it
   * @param name of the server that asks
   * @param alive the members that it sees, itself among them
   * @param policy that this server is configured for
   */
  public OrderCheck(Roster roster, String name, Set<String> alive, PlanPolicy policy, Own own) {
    this.roster = roster;
    this.name = name;
    this.alive = Set.copyOf(alive);
    this.policy = policy;
    this.own = own;
  }

  /** Returns why this server does not begin to hand over, in words; empty if it does. */
  public String ofSwitchOver() {
    if (own.wishes().action() == Report.Action.OBSERVE) {
      return "perennial.action is observe on " + name;
    }
    // Who stops is gone in any case, and better handed over than not.
    if (own.wishes().order() == Report.Order.LEAVE) {
      return "";
    }
    if (own.wishes().order() == Report.Order.HOLD) {
      return "an operator holds " + name;
    }
    String crowd = othersAway();
    return crowd.isEmpty() ? tooFew() : crowd;
  }

  /**
   * Returns why this server is not restarted, in words; empty if it is.
   *
   * @param handedOver whether it has handed over what it had, in this round
   */
  public String ofRestart(boolean handedOver) {
    if (own.wishes().action() == Report.Action.OBSERVE) {
      return "perennial.action is observe on " + name;
    }
    if (handedOver) {
      return "";
    }
    if (own.sessions() > 0 && !isEmergency()) {
      return name
          + " has "
          + own.sessions()
          + (own.sessions() == 1 ? " session" : " sessions")
          + " not handed over, and this is no emergency";
    }
    return othersAway();
  }

  private boolean isEmergency() {
    return own.restart().emergency() && own.health().verdict() == Verdict.CRITICAL;
  }

  private String othersAway() {
    long away =
        roster.servers().stream().filter(e -> e.stage().isAway() && !e.name().equals(name)).count();
    return away < policy.maxOut()
        ? ""
        : away
            + (away == 1 ? " other server is out" : " other servers are out")
            + ", and perennial.cluster.max-out is "
            + policy.maxOut();
  }

  private String tooFew() {
    long available =
        roster.servers().stream()
            .filter(e -> e.role() == Role.PRIMARY && e.stage().isServing())
            .filter(e -> alive.contains(e.name()))
            .count();
    return available >= policy.minAvailable()
        ? ""
        : available
            + (available == 1 ? " server" : " servers")
            + " would be available, and perennial.cluster.min-available is "
            + policy.minAvailable();
  }
}
