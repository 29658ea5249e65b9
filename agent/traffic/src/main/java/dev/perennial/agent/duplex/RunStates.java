package dev.perennial.agent.duplex;

import dev.perennial.agent.duplex.Phase.Mover;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** The present state of a run, and the one place where it moves. Thread-safe; never blocks. */
final class RunStates {
  private final AtomicReference<RunState> present;

  RunStates() {
    this(RunState.BEGIN);
  }

  RunStates(RunState first) {
    present = new AtomicReference<>(first);
  }

  RunState now() {
    return present.get();
  }

  Phase phase() {
    return now().phase();
  }

  /**
   * Moves from a state to the next one, unless it has moved since. The run moves along the single
   * arrows, the roster along the double ones.
   *
   * <pre>
   * OFFERING -> COPYING -> IN_SYNC -> HOLDING -> PARTS_LEAVE -> SESSIONS_LEAVE -> RELAYING -> DONE => SETTLED
   * '-----------------------------------' '--------- | ------------^
   *     |            |                               v
   *     |            '=> ABORTED               GETTING_BACK -> REBUILDING
   *     v                   v                        v             v
   *   FAILED <--------------'------------------------'-------------'
   *
   * SESSIONS_LEAVE, RELAYING -> GETTING_BACK, if more would stay behind than is allowed
   * PARTS_LEAVE, GETTING_BACK, SESSIONS_LEAVE, RELAYING, DONE => TAKING_BACK => TAKEN_BACK
   * </pre>
   *
   * @return false if {@code from} is not the present state any more
   * @throws IllegalStateException if nobody, or another one, may move so
   */
  boolean move(Mover who, RunState from, RunState to) {
    if (to.version() != from.version() + 1) {
      throw new IllegalStateException(from + " cannot be followed by " + to);
    }
    boolean isNote = from.phase() == to.phase() && !from.phase().isOver();
    if (!isNote && !from.phase().next(who).contains(to.phase())) {
      throw new IllegalStateException(
          who + " may not move a hand-over from " + from.phase() + " to " + to.phase());
    }
    return present.compareAndSet(from, to);
  }

  /** Moves on from whatever state it is in; where the change returns that same state, it stays. */
  RunState update(Mover who, UnaryOperator<RunState> change) {
    while (true) {
      RunState from = now();
      RunState to = change.apply(from);
      if (from.equals(to) || move(who, from, to)) {
        return to;
      }
    }
  }

  /** Does what a call asks for, and returns the state it has led to. */
  RunState call(Call call, String why) {
    return update(
        Mover.ROSTER,
        s -> {
          Phase next = call.from(s.phase());
          return next == s.phase() ? s : s.to(next, next == Phase.ABORTED ? why : s.detail());
        });
  }

  /**
   * The run's thread goes on.
   *
   * @throws StoppedException if it was given up, or taken back, meanwhile
   */
  RunState advance(UnaryOperator<RunState> change) throws StoppedException {
    while (true) {
      RunState from = goingOn();
      RunState to = change.apply(from);
      if (move(Mover.RUN, from, to)) {
        return to;
      }
    }
  }

  RunState advance(Phase next) throws StoppedException {
    return advance(s -> s.to(next));
  }

  /** Returns the present state of a run that is still to go on. */
  RunState goingOn() throws StoppedException {
    RunState now = now();
    if (now.phase().isStopped()) {
      throw new StoppedException(now.detail());
    }
    return now;
  }

  /** The run's thread was overtaken: the roster has given the hand-over up, or taken back. */
  static final class StoppedException extends HandoverException {
    private static final long serialVersionUID = 1L;

    StoppedException(String why) {
      super(why);
    }
  }
}
