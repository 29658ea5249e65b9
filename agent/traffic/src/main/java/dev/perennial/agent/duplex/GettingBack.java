package dev.perennial.agent.duplex;

import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Place;
import dev.perennial.coordinator.transfer.Step;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Serves again here what has left: the successor gives it back, or is out. */
final class GettingBack {
  private static final long RETRY_MILLIS = 20;
  private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final SourceDuplexer.Context context;
  private final RunStates states;
  private final Transfer transfer;
  private final Outbound outbound;
  private final GateHold gate;

  GettingBack(
      SourceDuplexer.Context context,
      RunStates states,
      Transfer transfer,
      Outbound outbound,
      GateHold gate) {
    this.context = context;
    this.states = states;
    this.transfer = transfer;
    this.outbound = outbound;
    this.gate = gate;
  }

  private String successor() {
    return transfer.peer().server();
  }

  /**
   * Returns when all is here again: nobody knows less than the successor whether it is. For the
   * run's thread, which is not interrupted before.
   */
  void fromSuccessor(String reason) throws RunStates.StoppedException {
    RunState unused = states.advance(Phase.GETTING_BACK);
    Message.Abort abort = transfer.with(l -> l.source().abort(reason));
    long toldNanos = context.nanos().getAsLong();
    boolean interrupted = false;
    while (!transfer.with(l -> l.source().settled())) {
      RunState unusedState = states.goingOn();
      if (context.isOut().test(transfer.peer())) {
        RunState lost = states.advance(Phase.REBUILDING);
        logLost(transfer.peerIsOut(lost.switchEpoch() + 1));
        break;
      }
      if (context.nanos().getAsLong() - toldNanos > TELL_NANOS) {
        toldNanos = context.nanos().getAsLong();
        context.log().accept("waiting for " + successor() + " to give back what it has taken");
      }
      try {
        ask(abort);
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(Message.Abort abort) throws InterruptedException, RunStates.StoppedException {
    try {
      outbound.askInDoubt();
      Step unused = outbound.ask(abort);
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
    RunState unused = states.update(Phase.Mover.ROSTER, s -> s.to(Phase.TAKEN_BACK));
    transfer.wake();
    gate.letGo();
    context.log().accept("took " + before.size() + " items back: " + successor() + " is lost");
  }

  private void logLost(Set<ItemId> lost) {
    lost.forEach(id -> context.log().accept(id + " is lost with " + successor()));
  }
}
