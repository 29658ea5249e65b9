package dev.perennial.agent.duplex;

import dev.perennial.agent.duplex.Phase.Mover;
import dev.perennial.agent.duplex.RunStates.StoppedException;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.transfer.Message;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes a run from the offer to its end. Whatever is thrown on the way, it ends in a state that
 * says so. For the run's own thread.
 */
final class RunSteps implements Runnable {
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final SourceDuplexer.Context context;
  private final RunStates states;
  private final Transfer transfer;
  private final GateHold gate;
  private final Copying copying;
  private final SwitchOver switchOver;
  private final GettingBack gettingBack;
  private final List<CountDownLatch> before;
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * @param before each counted down when a run before this one is over: there is but one gate
   */
  RunSteps(
      SourceDuplexer.Context context,
      RunStates states,
      Transfer transfer,
      GateHold gate,
      Copying copying,
      SwitchOver switchOver,
      GettingBack gettingBack,
      List<CountDownLatch> before) {
    this.context = context;
    this.states = states;
    this.transfer = transfer;
    this.gate = gate;
    this.copying = copying;
    this.switchOver = switchOver;
    this.gettingBack = gettingBack;
    this.before = before;
  }

  /** Returns what is counted down when this touches the gate and the parts no more. */
  CountDownLatch over() {
    return over;
  }

  @Override
  public void run() {
    try {
      awaitThoseBefore();
      copying.run();
      switchOver.run();
    } catch (HandoverException | RuntimeException e) {
      fail(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted");
    } catch (Throwable e) {
      // A thread that just ended would leave everybody waiting for it.
      Suppressed.count(e, "duplexing");
      fail(e.toString());
    } finally {
      if (states.phase() == Phase.TAKING_BACK || states.phase() == Phase.TAKEN_BACK) {
        // What this thread has paused since.
        gate.unpause();
      }
      over.countDown();
    }
  }

  private void awaitThoseBefore() throws HandoverException, InterruptedException {
    Duration limit = context.settings().drainLimit();
    long deadline = context.nanos().getAsLong() + limit.toNanos();
    for (CountDownLatch over : before) {
      if (!over.await(deadline - context.nanos().getAsLong(), TimeUnit.NANOSECONDS)) {
        throw new HandoverException(
            "the round before has not ended within " + limit.toMillis() + " ms");
      }
    }
    // A run that was given up while it waited asks nobody for anything.
    RunState unused = states.goingOn();
  }

  void cannotBegin(String reason) {
    end(reason);
    over.countDown();
  }

  private void fail(String reason) {
    try {
      if (states.phase().mayGetBack()) {
        gettingBack.fromSuccessor(reason);
      }
    } catch (StoppedException e) {
      // Taken back meanwhile, which the next look tells.
    }
    if (!mayFail(states.phase())) {
      return;
    }
    try {
      gate.letGo();
      Message.Abort abort = transfer.with(l -> l.source().abort(reason));
      var unused = transfer.send(abort);
    } finally {
      end(reason);
    }
    context.log().accept("duplexing to " + transfer.peer().server() + " ended: " + reason);
  }

  private static boolean mayFail(Phase phase) {
    return phase.next(Mover.RUN).contains(Phase.FAILED);
  }

  /** Whoever waits for this run must hear of its end, even if there is no memory to say it. */
  private void end(String reason) {
    while (mayFail(states.phase())) {
      try {
        RunState unused =
            states.update(Mover.RUN, s -> mayFail(s.phase()) ? s.to(Phase.FAILED, reason) : s);
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }
}
