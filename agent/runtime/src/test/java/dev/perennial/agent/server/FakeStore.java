package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A roster store in memory, of one server. */
public final class FakeStore implements RosterStore {
  Roster roster;
  Set<String> alive = Set.of();
  Set<String> others = Set.of();

  /** Whether another server is always faster. */
  boolean refuses;

  boolean closed;

  final Map<String, Report> reports = new HashMap<>();

  public FakeStore(Roster roster) {
    this.roster = roster;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public Optional<Roster> roster() {
    return Optional.of(roster);
  }

  @Override
  public Outcome replace(long expectedEpoch, Roster next) {
    if (refuses || roster.epoch() != expectedEpoch) {
      return Outcome.REFUSED;
    }
    roster = next;
    return Outcome.DONE;
  }

  @Override
  public void report(Report report) {
    reports.put(report.name(), report);
  }

  @Override
  public Map<String, Report> reports() {
    return reports;
  }

  @Override
  public Map<String, Long> reportAgeMillis() {
    return Map.of();
  }

  @Override
  public Set<String> alive() {
    return alive;
  }

  @Override
  public Set<String> othersAlive() {
    return others;
  }

  @Override
  public boolean leader() {
    return true;
  }
}
