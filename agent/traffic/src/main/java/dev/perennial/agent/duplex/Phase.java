package dev.perennial.agent.duplex;

import dev.perennial.coordinator.roster.Report.Duplexing.State;
import java.util.EnumSet;
import java.util.Set;

/** Where a hand-over stands, and who may move it from there. Pure; the diagram is at RunStates. */
enum Phase {
  /** The successor is asked, and requests that began before the round end. */
  OFFERING(State.OFFERING),
  /** All state is copied in passes, while it is served here. */
  COPYING(State.COPYING),
  /** What changes is copied; the roster decides when to switch over. */
  IN_SYNC(State.IN_SYNC),
  /** New requests wait, parts are paused; nothing has left, so giving up is still free. */
  HOLDING(State.SWITCHING),
  /** A part may have left: giving up means getting it back. */
  PARTS_LEAVE(State.SWITCHING),
  /** Sessions leave. From here the run goes forward, unless too much would stay behind. */
  SESSIONS_LEAVE(State.SWITCHING),
  /** The gate relays; sessions of longer requests follow as those end. */
  RELAYING(State.SWITCHING),
  /** The successor has acknowledged everything, and nothing is in flight. */
  DONE(State.DONE),
  /** The run has given up and waits for what has left. */
  GETTING_BACK(State.SWITCHING),
  /**
   * The successor is out before it has given everything back: the run builds it from its copies.
   */
  REBUILDING(State.SWITCHING),
  /** The successor is lost, says the roster, whose thread builds everything from the copies. */
  TAKING_BACK(State.SWITCHING),
  /** Given up by the roster before anything had left; the run's thread still tidies up. */
  ABORTED(State.FAILED),
  /** Over: everything is served here as before. */
  FAILED(State.FAILED),
  /** Over: what had left is served here again. */
  TAKEN_BACK(State.FAILED),
  /** Over: what has left stays with the successor. */
  SETTLED(State.DONE);

  private final State shown;

  Phase(State shown) {
    this.shown = shown;
  }

  /** Who moves a hand-over. */
  enum Mover {
    /** The run's own thread. */
    RUN,
    /** The thread that does what the roster or an operator says. */
    ROSTER
  }

  /** Returns the phases that this one may be followed by. */
  Set<Phase> next(Mover who) {
    return switch (who) {
      case RUN -> nextOfRun();
      case ROSTER -> nextOfRoster();
    };
  }

  private Set<Phase> nextOfRun() {
    return switch (this) {
      case OFFERING -> EnumSet.of(COPYING, FAILED);
      case COPYING -> EnumSet.of(IN_SYNC, FAILED);
      case IN_SYNC -> EnumSet.of(HOLDING, FAILED);
      case HOLDING -> EnumSet.of(PARTS_LEAVE, SESSIONS_LEAVE, FAILED);
      case PARTS_LEAVE -> EnumSet.of(SESSIONS_LEAVE, GETTING_BACK);
      case SESSIONS_LEAVE -> EnumSet.of(RELAYING, GETTING_BACK);
      case RELAYING -> EnumSet.of(DONE, GETTING_BACK);
      case GETTING_BACK -> EnumSet.of(REBUILDING, FAILED);
      case REBUILDING, ABORTED -> EnumSet.of(FAILED);
      case TAKING_BACK, DONE, FAILED, TAKEN_BACK, SETTLED -> EnumSet.noneOf(Phase.class);
    };
  }

  private Set<Phase> nextOfRoster() {
    return switch (this) {
      case OFFERING, COPYING, IN_SYNC, HOLDING -> EnumSet.of(ABORTED);
      case PARTS_LEAVE, SESSIONS_LEAVE, RELAYING, GETTING_BACK -> EnumSet.of(TAKING_BACK);
      case DONE -> EnumSet.of(TAKING_BACK, SETTLED);
      case TAKING_BACK -> EnumSet.of(TAKEN_BACK);
      case REBUILDING, ABORTED, FAILED, TAKEN_BACK, SETTLED -> EnumSet.noneOf(Phase.class);
    };
  }

  /** Returns what the server's report says of it. */
  State shown() {
    return shown;
  }

  /** Returns whether something may be with the successor, so that its messages count. */
  boolean hasLeft() {
    return switch (this) {
      case PARTS_LEAVE, SESSIONS_LEAVE, RELAYING, DONE, GETTING_BACK, REBUILDING, TAKING_BACK ->
          true;
      case OFFERING, COPYING, IN_SYNC, HOLDING, ABORTED, FAILED, TAKEN_BACK, SETTLED -> false;
    };
  }

  /** Returns whether a session goes to the successor as soon as no request uses it. */
  boolean sessionsLeave() {
    return this == SESSIONS_LEAVE || this == RELAYING || this == DONE;
  }

  /** Returns whether the run gives up by getting back what has left. */
  boolean mayGetBack() {
    return next(Mover.RUN).contains(GETTING_BACK);
  }

  /** Returns whether a session that is here may be elsewhere in a moment. */
  boolean mayLeave() {
    return this == HOLDING || hasLeft();
  }

  /** Returns whether the run's thread has nothing more to do but to tidy up. */
  boolean isStopped() {
    return this == TAKING_BACK || isOver();
  }

  /** Returns whether the roster need not think of this run any more. */
  boolean isOver() {
    return this == ABORTED || this == FAILED || this == TAKEN_BACK || this == SETTLED;
  }
}
