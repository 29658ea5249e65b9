package dev.perennial.coordinator.reconcile;

import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A roster store in memory, whose answers can be lost. Not thread-safe. */
public final class MemoryStore implements RosterStore {
  public @Nullable Roster roster;
  public Set<String> alive = Set.of();
  public Set<String> others = Set.of();
  public boolean leader = true;

  /** What the next change meets. */
  public Fate fate = Fate.ANSWERED;

  /** What may happen to a change. */
  public enum Fate {
    ANSWERED,
    DONE_BUT_ANSWER_LOST,
    LOST,
    OTHER_WAS_FIRST
  }

  private final Map<String, Report> reports = new HashMap<>();

  @Override
  public Optional<Roster> roster() {
    return Optional.ofNullable(roster);
  }

  @Override
  public Outcome replace(long expectedEpoch, Roster next) {
    long epoch = roster == null ? 0 : roster.epoch();
    boolean put =
        epoch == expectedEpoch && (fate == Fate.ANSWERED || fate == Fate.DONE_BUT_ANSWER_LOST);
    if (put) {
      roster = next;
    }
    return switch (fate) {
      case ANSWERED, OTHER_WAS_FIRST -> put ? Outcome.DONE : Outcome.REFUSED;
      case DONE_BUT_ANSWER_LOST, LOST -> Outcome.UNKNOWN;
    };
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
    Map<String, Long> ages = new HashMap<>();
    reports.keySet().forEach(name -> ages.put(name, 0L));
    return ages;
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
    return leader;
  }
}
