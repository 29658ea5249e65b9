package dev.perennial.coordinator.roster;

import dev.perennial.coordinator.aging.Verdict;

/**
 * When a server hands over although nobody has room for all of its sessions, so that some are left
 * behind. A server that could wait does not: a person may find room, or sessions may expire. One
 * that would soon lose them all saves as many as fit. Pure.
 */
public final class RoomPolicy {
  /** Seconds that two rejuvenations take, a failed one and another; who has less has no time. */
  private static final double LAST_SECONDS = 600;

  /** A successor must have room for so much of the state, or hardly anything is saved. */
  private static final double LEAST_PART = 0.1;

  private RoomPolicy() {}

  /**
   * Returns whether a server may leave sessions behind for which its successor has no room.
   *
   * @param secondsToExhaustion forecast of the server, negative if none
   * @param order that was given
   */
  public static boolean mayLeaveSessions(
      Verdict verdict, double secondsToExhaustion, Report.Order order) {
    if (order == Report.Order.LEAVE) {
      return true;
    }
    return switch (verdict) {
      case STABLE, SUSPECT -> false;
      case UNSTABLE -> secondsToExhaustion >= 0 && secondsToExhaustion <= LAST_SECONDS;
      case CRITICAL -> true;
    };
  }

  static boolean mayLeaveSessions(Report source) {
    return mayLeaveSessions(
        source.health().verdict(), source.health().secondsToExhaustion(), source.wishes().order());
  }

  /** Returns whether it is worth while to hand a part of so much state over to so much room. */
  static boolean isWorthwhile(double roomBytes, double neededBytes) {
    return roomBytes >= LEAST_PART * neededBytes;
  }
}
