package dev.perennial.coordinator.roster;

/**
 * Where a server stands on the way from old to young.
 *
 * <pre>
 * JOINING -> IN_SERVICE -> DUPLEXING -> SWITCHING -> RETIRED -> REJUVENATING -> RETURNING -> IN_SERVICE
 *     |          ^  |          |            |           ^                           |
 *     |          |  |          +-- abort ---+           |                           |
 *     |          +--+--------------<--------+           |                           v
 *     |             +-- a spare has nothing to move ----+                          OUT
 *     +----------------------------------------------------------------------------^
 * </pre>
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
  /** Has the rejuvenation signal: cleans and restarts. */
  REJUVENATING,
  /** A rejuvenated life that has joined and is not yet proven healthy and warm. */
  RETURNING,
  /** On no list: it came back unhealthy, left in order, or is dead. */
  OUT
}
