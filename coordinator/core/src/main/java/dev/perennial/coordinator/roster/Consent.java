package dev.perennial.coordinator.roster;

/** What a server's configuration and its operator allow. */
enum Consent {
  /** An operator said now. */
  ORDERED,
  /** The process is about to stop: it is handed over now, and not restarted. */
  LEAVING,
  /** It may be done when it is needed. */
  FREE,
  /** It may be prepared; an operator has to approve the switch-over. */
  ASKS,
  /** An operator holds it. */
  HELD,
  /** It is configured to be watched only. */
  FORBIDDEN;

  /** Returns whether it is done now whatever the verdict. */
  boolean isNow() {
    return this == ORDERED || this == LEAVING;
  }

  static Consent of(Report report) {
    if (report.wishes().action() == Report.Action.OBSERVE) {
      return FORBIDDEN;
    }
    return switch (report.wishes().order()) {
      case HOLD -> HELD;
      case REJUVENATE -> ORDERED;
      case LEAVE -> LEAVING;
      case APPROVE -> FREE;
      case NONE, RELEASE -> report.wishes().action() == Report.Action.AUTOMATIC ? FREE : ASKS;
    };
  }
}
