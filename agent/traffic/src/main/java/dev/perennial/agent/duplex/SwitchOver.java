package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.duplex.RunStates.StoppedException;
import dev.perennial.agent.duplex.SessionsLeave.TooManyLeftException;
import dev.perennial.agent.gate.InUse;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Place;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The steps of a switch-over: hold, parts, sessions, drain. Until sessions leave, whatever goes
 * wrong is thrown; from then on there is only forward. For the run's thread, but for {@link
 * #finishing}.
 */
final class SwitchOver {
  private static final long RETRY_MILLIS = 100;
  private static final long DRAIN_MILLIS = 20;

  /** So long before the drain limit asynchronous requests time out: their answers are to end. */
  private static final Duration LAST = Duration.ofSeconds(3);

  /** So long after the requests that use it were cut off, a session may still be tried. */
  private static final long LEAVE_NANOS = TimeUnit.SECONDS.toNanos(3);

  /** New requests wait so long for those in flight. */
  private static final Duration QUIET = Duration.ofMillis(250);

  private final SourceDuplexer.Context context;
  private final RunStates states;
  private final Transfer transfer;
  private final Outbound outbound;
  private final Questions questions;
  private final GateHold gate;
  private final SessionsLeave leaving;

  SwitchOver(
      SourceDuplexer.Context context,
      RunStates states,
      Transfer transfer,
      Outbound outbound,
      Questions questions,
      GateHold gate) {
    this.context = context;
    this.states = states;
    this.transfer = transfer;
    this.outbound = outbound;
    this.questions = questions;
    this.gate = gate;
    this.leaving = new SessionsLeave(context, states, transfer, outbound);
  }

  private String successor() {
    return transfer.peer().server();
  }

  void run() throws HandoverException, InterruptedException {
    long began = context.nanos().getAsLong();
    hold(states.advance(Phase.HOLDING).switchEpoch());
    moveParts(began + context.settings().holdLimit().toNanos());
    RunState unused = states.advance(Phase.SESSIONS_LEAVE);
    while (states.phase().sessionsLeave() && states.phase() != Phase.DONE) {
      try {
        moveSessions(began);
      } catch (StoppedException e) {
        // Taken back: whoever did that tidies up.
        return;
      } catch (TooManyLeftException e) {
        // Forward would lose more than the operator allows.
        throw e;
      } catch (InterruptedException | RuntimeException | Error e) {
        // There is only forward from here: what has left must not be served here.
        Suppressed.count(e, "hand-over");
        tell("the hand-over goes on after ", e);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
      }
    }
  }

  private void hold(long epoch) throws StoppedException, InterruptedException {
    Duration limit = context.settings().holdLimit();
    transfer.with(
        l -> {
          l.source().switching(epoch);
          return true;
        });
    gate.hold(Math.max(1, context.containers().requestThreads() / 2), limit.multipliedBy(2));
    // Most requests end at once; who waits for the longer ones only fills the gate.
    Duration half = limit.dividedBy(2);
    int busy =
        gate.awaitAdmittedBefore(
            half.compareTo(QUIET) < 0 ? half : QUIET, () -> states.phase().isStopped());
    RunState unused = states.goingOn();
    if (busy > 0) {
      context.log().accept(busy + " requests outlast the hold; their sessions follow as they end");
    }
  }

  /**
   * Parts are with the successor before it serves the first request; without that, it would answer
   * from old state.
   */
  private void moveParts(long deadlineNanos) throws HandoverException, InterruptedException {
    for (MovablePart part : context.inventory().parts()) {
      ItemId id = ItemId.part(part.name());
      try {
        long left = Math.max(1, deadlineNanos - context.nanos().getAsLong());
        context.inventory().pause(part, Duration.ofNanos(left));
      } catch (MovablePart.PartException | RuntimeException | Error e) {
        throw new HandoverException(id + " cannot be paused: " + e.getMessage(), e);
      }
      transfer.own(id);
      if (states.goingOn().phase() == Phase.HOLDING) {
        RunState unused = states.advance(Phase.PARTS_LEAVE);
      }
      String why;
      try {
        why = outbound.handOver(id).map(Outbound.Refusal::reason).orElse("");
      } catch (RuntimeException | Error e) {
        why = e.toString();
      }
      if (!why.isEmpty()) {
        throw new HandoverException(successor() + " does not take " + id + ": " + why);
      }
    }
  }

  private void moveSessions(long began)
      throws StoppedException, TooManyLeftException, InterruptedException {
    if (states.phase() == Phase.SESSIONS_LEAVE) {
      // From here a request waits for its own session alone.
      gate.away();
      long millis = (context.nanos().getAsLong() - began) / 1_000_000;
      RunState unused = states.advance(s -> s.relaying(millis));
      leaving.handOver(gate.inUse(), false);
      context
          .log()
          .accept(
              "switched over to "
                  + successor()
                  + ": "
                  + transfer.sessionsAway()
                  + " sessions; all requests were held for "
                  + millis
                  + " ms, then each until its own session had moved");
    }
    drain();
    gate.allHasLeft();
    context.log().accept(context.gate().held().line());
    Leftovers left = transfer.left().leftovers(successor());
    List<String> lines = LeftLines.of(transfer.left(), successor());
    lines.forEach(context.log());
    if (!left.isEmpty()) {
      context.left().accept(left);
    }
    RunState unusedState = states.advance(Phase.DONE);
    questions.tell(new Message.Done(lines));
  }

  /**
   * Sessions of longer requests follow as those end. Shortly before the limit asynchronous ones
   * time out; at the limit the clients of those that are left are cut off first. What cannot be
   * moved even a while later stays behind.
   */
  private void drain() throws StoppedException, TooManyLeftException, InterruptedException {
    long limit = context.settings().drainLimit().toNanos();
    long deadline = context.nanos().getAsLong() + limit;
    boolean timedOut = false;
    while (true) {
      RunState unused = states.goingOn();
      List<InUse> inFlight = gate.inUse();
      long past = context.nanos().getAsLong() - deadline;
      if (!timedOut && past > -Math.min(LAST.toNanos(), limit / 2)) {
        timedOut = true;
        inFlight.forEach(InUse::timeOut);
      }
      if (!inFlight.isEmpty() && past > 0) {
        inFlight.forEach(InUse::abort);
        context.log().accept("cut " + inFlight.size() + " requests off at perennial.drain.limit");
        inFlight = List.of();
      }
      leaving.handOver(inFlight, past > LEAVE_NANOS);
      transfer.ownNew(context.inventory().sessions());
      if (inFlight.isEmpty() && transfer.with(l -> l.source().allDone())) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(DRAIN_MILLIS);
    }
  }

  /** A request waits for this session. Any thread. */
  void want(ItemId id) {
    leaving.want(id);
  }

  /** Where there is no memory to say it, it stays unsaid: the hand-over must go on. */
  private void tell(String what, Throwable error) {
    try {
      context.log().accept(what + error);
    } catch (RuntimeException | Error e) {
      Suppressed.count(e, "hand-over");
    }
  }

  /**
   * Called on the request's own thread: its session leaves before the last byte of its answer does.
   */
  void finishing(Exchange exchange, String sessionId) {
    ItemId id = ItemId.session(sessionId);
    if (!states.phase().sessionsLeave() || transfer.place(id) == Place.AWAY) {
      return;
    }
    List<InUse> others = gate.inUse();
    others.removeIf(request -> request.isOf(exchange));
    if (InUse.Sessions.of(others).contains(sessionId) || !transfer.room().admits(id)) {
      return;
    }
    try {
      transfer.touched(id);
      var unused = outbound.handOverBriefly(id);
      if (!states.phase().sessionsLeave()) {
        // Taken back while this was under way, and nobody else knows that it was made ready.
        context.inventory().activate(id);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
