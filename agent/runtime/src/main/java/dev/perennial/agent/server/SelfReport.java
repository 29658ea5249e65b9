package dev.perennial.agent.server;

import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import java.util.function.Supplier;

/** Puts together what this server says of itself. For the agent's loop alone. */
public final class SelfReport implements Supplier<ServerFacts> {
  private final Supplier<Judgement> judged;
  private final Wanted wanted;
  private final Operator operator;
  private final Readiness readiness;
  private final Reluctance reluctance;
  private final OwnCapacity capacity;
  private final Supplier<Report.Addresses> addresses;
  private final RosterView roster;

  /**
   * What this server is configured for.
   *
   * @param role that it is to have
   * @param action what may be done to it without asking
   */
  public record Wanted(Role role, Report.Action action) {}

  /**
   * @param judged the last judgement of its aging
   * @param addresses where this server is reached, as of now
   */
  public SelfReport(
      Supplier<Judgement> judged,
      Wanted wanted,
      Operator operator,
      Readiness readiness,
      Reluctance reluctance,
      OwnCapacity capacity,
      Supplier<Report.Addresses> addresses,
      RosterView roster) {
    this.judged = judged;
    this.wanted = wanted;
    this.operator = operator;
    this.readiness = readiness;
    this.reluctance = reluctance;
    this.capacity = capacity;
    this.addresses = addresses;
    this.roster = roster;
  }

  @Override
  public ServerFacts get() {
    Judgement judgement = judged.get();
    double load = capacity.load();
    return new ServerFacts(
        wishes(),
        readiness.health(judgement),
        reluctance.look(judgement, load, roster.servers()),
        capacity.report(load),
        addresses.get());
  }

  private Report.Wishes wishes() {
    return new Report.Wishes(wanted.role(), wanted.action(), operator.order());
  }
}
