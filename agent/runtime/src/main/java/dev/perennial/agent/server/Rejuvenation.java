package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import org.jspecify.annotations.Nullable;

/** Cleans and restarts this server. Thread-safe. */
public interface Rejuvenation {
  /**
   * Begins, once; returns at once. Called only with the rejuvenation signal, confirmed by a
   * majority.
   */
  void begin(ServerEntry self, Roster roster);

  /**
   * Lends the calling thread to what was begun where no thread could be had for it; returns at once
   * otherwise. To be called about once a second by a thread that nothing else depends on.
   */
  void lendThread();

  /**
   * Refuses whoever connects from now on, without resetting anybody, and waits, bounded, until the
   * open connections have ended: before a stop that is no restart. Where this cannot be had, it is
   * left to the container.
   */
  void refuseClients() throws InterruptedException;

  /** Returns what forbids a restart now, in words; empty if nothing does. Looks at files. */
  String obstacle();

  /** Returns whether this life ends by a restart that was ordered. */
  boolean isRestarting();

  /**
   * Returns why a round that was begun does not end in a restart; null while it still may. Then
   * this process goes on.
   */
  @Nullable GivenUp givenUp(long round);

  /**
   * A restart that does not come.
   *
   * @param reason in words
   * @param confirmed whether the successor has said since that it has what was handed over; if not,
   *     this process may have the only copies
   */
  record GivenUp(long round, String reason, boolean confirmed) {}
}
