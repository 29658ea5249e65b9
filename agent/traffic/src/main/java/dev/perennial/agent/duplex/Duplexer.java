package dev.perennial.agent.duplex;

import dev.perennial.coordinator.roster.Report;
import org.jspecify.annotations.Nullable;

/**
 * Brings a successor into sync and hands over to it. Calls return at once and may be repeated.
 * Thread-safe.
 */
public interface Duplexer {
  /** Begins to duplex, unless it does so already for this round. */
  void duplex(long round, String successor);

  /**
   * Hands over what was duplexed.
   *
   * @param epoch of the roster that moved to SWITCHING: the term of what the successor owns then
   */
  void switchOver(long round, long epoch);

  /** Gives up, if it is duplexing; free of charge before the switch-over. */
  void abort(String reason);

  /**
   * Serves again what was handed over in this round, as it was then: the successor is lost, and a
   * majority has said so.
   */
  void takeBack(long round);

  /**
   * What was handed over in this round stays with the successor for good, though this life goes on:
   * nothing is taken back any more, and another round may come.
   */
  void settle(long round);

  /**
   * Returns why it is not certain that the successor has what was handed over in this round, in
   * words; empty if it has just said so. Asks it: unlike all else here this blocks, bounded by one
   * answer's limit.
   */
  String unconfirmed(long round) throws InterruptedException;

  /** Returns how far it has come, or null while it duplexes nothing. */
  Report.@Nullable Duplexing progress();
}
