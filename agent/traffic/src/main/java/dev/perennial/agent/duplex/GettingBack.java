package dev.perennial.agent.duplex;

import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Place;
import dev.perennial.coordinator.transfer.Step;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Serves again here what has left: the successor gives it back, or is out. */
final class GettingBack {
  private static final long RETRY_MILLIS = 20;
  private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final SourceDuplexer.Context context;
  private final RunStates states;
  private final Transfer transfer;
  private final Questions questions;
  private final GateHold gate;

  /** Of the run's thread alone. */
  private long toldNanos;

  GettingBack(
      SourceDuplexer.Context context,
      RunStates states,
      Transfer transfer,
      Questions questions,
      GateHold gate) {
    this.context = context;
    this.states = states;
    this.transfer = transfer;
    this.questions = questions;
    this.gate = gate;
  }

  private String successor() {
    return transfer.peer().server();
  }

  /**
   * Returns when all is here again: nobody knows less than the successor whether it is. Whatever
   * fails on the way, even for want of memory, is tried again, as without this no request would
   * ever be let in again. For the run's thread, which is not interrupted before.
   */
  void fromSuccessor(String reason) throws RunStates.StoppedException {
    boolean interrupted = false;
    boolean back = false;
    while (!back) {
      try {
        back = isBack(reason);
        if (!back) {
          TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (RuntimeException | Error e) {
        Suppressed.count(e, "getting back");
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS));
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isBack(String reason) throws InterruptedException, RunStates.StoppedException {
    RunState now = states.goingOn();
    if (now.phase().mayGetBack()) {
      now = states.advance(Phase.GETTING_BACK);
      toldNanos = context.nanos().getAsLong();
    }
    Message.Abort abort = transfer.with(l -> l.source().abort(reason));
    if (transfer.with(l -> l.source().settled())) {
      return true;
    }
    if (now.phase() == Phase.REBUILDING || context.isOut().test(transfer.peer())) {
      RunState lost = now.phase() == Phase.REBUILDING ? now : states.advance(Phase.REBUILDING);
      logLost(transfer.peerIsOut(lost.switchEpoch() + 1));
      return true;
    }
    if (context.nanos().getAsLong() - toldNanos > TELL_NANOS) {
      toldNanos = context.nanos().getAsLong();
      context.log().accept("waiting for " + successor() + " to give back what it has taken");
    }
    ask(abort);
    return false;
  }

  private void ask(Message.Abort abort) throws InterruptedException, RunStates.StoppedException {
    try {
      questions.askInDoubt();
      Step unused = questions.ask(abort);
    } catch (HandoverException | RuntimeException | Error e) {
      RunState unused = states.advance(s -> s.withDetail(String.valueOf(e.getMessage())));
    }
  }

  /**
   * Takes everything back from a successor that is lost, once {@link Phase#TAKING_BACK} was
   * reached. For the thread that acts on the roster, again if that failed.
   */
  void fromLost(RunState takingBack) {
    Set<ItemId> before = transfer.in(Place.AWAY);
    logLost(transfer.peerIsOut(takingBack.switchEpoch() + 1));
    // Before a request that waits for its session finds it here again.
    context.inventory().activateAll();
    RunState unused = states.update(Phase.Mover.ROSTER, s -> s.to(Phase.TAKEN_BACK));
    transfer.wake();
    gate.letGo();
    context.log().accept("took " + before.size() + " items back: " + successor() + " is lost");
  }

  private void logLost(Set<ItemId> lost) {
    lost.forEach(id -> context.log().accept(id + " is lost with " + successor()));
  }
}
