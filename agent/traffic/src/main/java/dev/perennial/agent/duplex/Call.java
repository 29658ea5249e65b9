package dev.perennial.agent.duplex;

/**
 * What the roster or an operator may ask of a hand-over, late or repeatedly, and what each phase
 * makes of it. Pure.
 */
enum Call {
  /** Give up, if that is free. */
  ABORT,
  /** The successor is lost: serve again what has left; give up if nothing has. */
  TAKE_BACK,
  /** What has left stays with the successor; only of a hand-over that is done. */
  SETTLE;

  /** Returns the phase that the call leads to; the same one where it changes nothing. */
  Phase from(Phase phase) {
    return switch (phase) {
      case OFFERING, COPYING, IN_SYNC, HOLDING -> this == SETTLE ? phase : Phase.ABORTED;
      case PARTS_LEAVE, SESSIONS_LEAVE, RELAYING, GETTING_BACK ->
          this == TAKE_BACK ? Phase.TAKING_BACK : phase;
      case DONE ->
          switch (this) {
            case ABORT -> phase;
            case TAKE_BACK -> Phase.TAKING_BACK;
            case SETTLE -> Phase.SETTLED;
          };
      case REBUILDING, TAKING_BACK, ABORTED, FAILED, TAKEN_BACK, SETTLED -> phase;
    };
  }
}
