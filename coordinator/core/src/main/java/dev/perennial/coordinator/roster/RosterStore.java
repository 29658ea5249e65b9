package dev.perennial.coordinator.roster;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where roster and reports are kept: the cluster, or memory in a simulation. Thread-safe. */
public interface RosterStore {
  /** How a compare-and-set ended. */
  enum Outcome {
    /** The new roster is in place. */
    DONE,
    /** Another one is in place; nothing was changed. */
    REFUSED,
    /** Nobody knows: read the roster, never guess. */
    UNKNOWN
  }

  /** Returns whether this process is no member any more, and will not be one again. */
  default boolean isClosed() {
    return false;
  }

  /**
   * Returns the roster, or the last copy seen where the cluster does not answer; empty before the
   * first.
   */
  Optional<Roster> roster();

  /**
   * Puts a roster in place of another.
   *
   * @param expectedEpoch of the one to replace, 0 if there is none yet
   */
  Outcome replace(long expectedEpoch, Roster next);

  /** Publishes this server's report. */
  void report(Report report);

  /** Returns the last report of each server, by name. */
  Map<String, Report> reports();

  /** Returns how old each report is, in milliseconds, by this process's clock since it was seen. */
  Map<String, Long> reportAgeMillis();

  /**
   * Returns the names of all members, standalone coordinators included; just the own one when
   * alone.
   */
  Set<String> alive();

  /**
   * Returns the names of all members but this process; its own name too if another one bears it.
   */
  Set<String> othersAlive();

  /**
   * Returns for how long nothing at all was heard of another member, in milliseconds; 0 if that is
   * not known. Never blocks.
   */
  default long unheardMillis(String server) {
    return 0;
  }

  /** Returns whether this process is the one to plan. */
  boolean leader();
}
