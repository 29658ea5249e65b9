package dev.perennial.coordinator.roster;

import java.util.EnumSet;
import java.util.Set;

/**
 * Where a server stands on the way from old to young.
 *
 * <pre>
 * JOINING -> IN_SERVICE -> DUPLEXING -> SWITCHING -> RETIRED -> REJUVENATING -> RETURNING -> IN_SERVICE
 *     |        ^ ^ ^ |         |            |         ^ |                        |   ^
 *     |        | | | |         |            |         | |                        |   | released
 *     |        | | | +- a spare has nothing to move --+ |                        |   |
 *     |        | | +---- abort-+            |           |                        v   |
 *     |        | +------- hold expired -----+           |                         OUT
 *     |        +--------- taken back -------------------+                          ^
 *     +----------- from everywhere: dead or left in order -------------------------+
 * </pre>
 *
 * A server whose restart is given up on the way goes from REJUVENATING to IN_SERVICE in the same
 * life; back to RETIRED if its successor does not answer any more, so that it can take back.
 *
 * <p>In an emergency, where it may be restarted without duplexing, a server goes straight from
 * IN_SERVICE to REJUVENATING.
 *
 * <p>A server that was merely cut off goes from OUT to JOINING; straight to IN_SERVICE if it is a
 * successor that its source still counts on, or was handing over itself ({@link ComingBack}). A new
 * life that joins begins at JOINING or RETURNING whatever stage the last one left.
 */
public enum Stage {
  /** A new life has joined and its application has not answered yet. */
  JOINING,
  /** Serves (a primary) or is ready to (a spare). */
  IN_SERVICE,
  /** A primary that serves while its successor is brought into sync. */
  DUPLEXING,
  /** Off the available list: hands over ownership, and its successor is a primary already. */
  SWITCHING,
  /**
   * Owns nothing any more and relays what still reaches it; may be taken back, or given the
   * rejuvenation signal.
   */
  RETIRED,
  /** Has the rejuvenation signal: cleans, departs with its vote, and restarts. */
  REJUVENATING,
  /** A rejuvenated life that has joined and is not yet proven healthy and warm. */
  RETURNING,
  /** On no list: it came back unhealthy, left in order, or is dead. */
  OUT;

  /** Returns the stages that a server may go to from here within one life: the table above. */
  public Set<Stage> next() {
    return switch (this) {
      case JOINING -> EnumSet.of(IN_SERVICE, OUT);
      case IN_SERVICE -> EnumSet.of(DUPLEXING, RETIRED, REJUVENATING, OUT);
      case DUPLEXING -> EnumSet.of(IN_SERVICE, SWITCHING, OUT);
      case SWITCHING -> EnumSet.of(IN_SERVICE, RETIRED, OUT);
      case RETIRED -> EnumSet.of(IN_SERVICE, REJUVENATING, OUT);
      case REJUVENATING -> EnumSet.of(IN_SERVICE, RETIRED, OUT);
      case RETURNING -> EnumSet.of(IN_SERVICE, OUT);
      case OUT -> EnumSet.of(JOINING, IN_SERVICE, RETURNING);
    };
  }

  /** Returns whether a rejuvenation is under way, from duplexing to the return. */
  public boolean isRejuvenation() {
    return this == DUPLEXING || isAway();
  }

  /** Returns whether a rejuvenation keeps the server from serving. */
  public boolean isAway() {
    return switch (this) {
      case SWITCHING, RETIRED, REJUVENATING, RETURNING -> true;
      case JOINING, IN_SERVICE, DUPLEXING, OUT -> false;
    };
  }

  /** Returns whether a primary in this stage is on the available list. */
  public boolean isServing() {
    return this == IN_SERVICE || this == DUPLEXING;
  }
}
