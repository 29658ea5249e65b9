package dev.perennial.coordinator.roster;

/** What a server's configuration and its operator allow. */
enum Consent {
  /** An operator said now. */
  ORDERED,
  /** It may be done when it is needed. */
  FREE,
  /** It may be prepared; an operator has to approve the switch-over. */
  ASKS,
  /** An operator holds it. */
  HELD,
  /** It is configured to be watched only. */
  FORBIDDEN;

  static Consent of(Report report) {
    if (report.action() == Report.Action.OBSERVE) {
      return FORBIDDEN;
    }
    return switch (report.order()) {
      case HOLD -> HELD;
      case REJUVENATE -> ORDERED;
      case APPROVE -> FREE;
      case NONE, RELEASE -> report.action() == Report.Action.AUTOMATIC ? FREE : ASKS;
    };
  }
}
