package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Exchange;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One round of duplexing, from the offer to the last acknowledgement. Runs on one thread; until
 * sessions have begun to leave, giving up is free.
 *
 * <pre>
 * OFFERING -> COPYING -> IN_SYNC -> SWITCHING -> DONE
 *     '----------'---------'-----------'-------> FAILED (everything is as it was)
 * </pre>
 */
final class SourceRun implements Runnable {
  /** Fewer dirty sessions than this, and the rest goes with the switch-over. */
  private static final int SMALL = 50;

  private static final int MAX_PASSES = 5;
  private static final long SYNC_MILLIS = 100;

  private final SourceDuplexer.Context context;
  private final Handover handover;
  private final List<MovablePart> pausedParts = new ArrayList<>();

  private volatile State state = State.OFFERING;
  private volatile String detail = "";
  private volatile int pass;
  private volatile boolean switchRequested;
  private volatile @Nullable String abortReason;
  private volatile long switchMillis;

  /** Set when the first item may have left: from then on there is only forward. */
  private volatile boolean leaving;

  SourceRun(SourceDuplexer.Context context, long round, String successor) {
    this.context = context;
    this.handover =
        new Handover(
            round,
            successor,
            context.self(),
            context.incarnation().getAsLong(),
            context.peers(),
            context.containers(),
            context.settings().callLimit(),
            () -> context.isOut().test(successor));
  }

  long round() {
    return handover.round;
  }

  String successor() {
    return handover.successor;
  }

  Handover handover() {
    return handover;
  }

  void requestSwitch() {
    switchRequested = true;
  }

  /** Gives up; false if it is too late for that. */
  boolean abort(String reason) {
    if (leaving) {
      return false;
    }
    abortReason = reason;
    return true;
  }

  boolean isSwitching() {
    return leaving;
  }

  Report.Duplexing progress() {
    return new Report.Duplexing(
        handover.round,
        state,
        pass,
        handover.sessionsSent(),
        handover.dirtyCount(),
        handover.bytesSent(),
        detail);
  }

  Moved moved() {
    return new Moved(
        handover.round,
        handover.successor,
        handover.away().size(),
        handover.bytesSent(),
        switchMillis);
  }

  @Override
  public void run() {
    try {
      offer();
      preCopy();
      staySynced();
      switchOver();
    } catch (HandoverException | RuntimeException e) {
      fail(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted");
    }
  }

  private void fail(String reason) {
    context.gate().track(false);
    context.gate().switching(false);
    detail = reason;
    state = State.FAILED;
    context.log().accept("duplexing to " + handover.successor + " ended: " + reason);
    var unused =
        context.peers().call(handover.successor, Wire.encode(request(Wire.Op.ABORT, List.of())));
  }

  private void offer() throws HandoverException, InterruptedException {
    String fingerprint = context.containers().fingerprint();
    Wire.Answer answer = call(request(Wire.Op.OFFER, List.of(fingerprint)));
    if (answer.reply() != Wire.Reply.OK) {
      throw new HandoverException(handover.successor + " refuses: " + answer.text());
    }
    // From here on a request's end marks its session dirty; those that began before must end first.
    context.gate().track(true);
    int left = context.gate().awaitAdmittedBefore(context.settings().drainLimit());
    if (left > 0) {
      throw new HandoverException(
          left
              + " requests have been running for longer than perennial.drain.limit ("
              + context.settings().drainLimit().toSeconds()
              + " s)");
    }
    state = State.COPYING;
  }

  private void preCopy() throws HandoverException, InterruptedException {
    handover.copyAll();
    int last = Integer.MAX_VALUE;
    for (int n = 1; n < MAX_PASSES; n++) {
      pass = n;
      int dirty = handover.dirtyCount();
      if (dirty < SMALL || dirty >= last) {
        break;
      }
      last = dirty;
      checkAborted();
      handover.copyDirty();
    }
    state = State.IN_SYNC;
    context
        .log()
        .accept(
            "in sync with "
                + handover.successor
                + ": "
                + handover.sessionsSent()
                + " sessions, "
                + handover.bytesSent()
                + " bytes, "
                + pass
                + " passes");
  }

  private void staySynced() throws HandoverException, InterruptedException {
    while (!switchRequested) {
      checkAborted();
      handover.copyDirty();
      TimeUnit.MILLISECONDS.sleep(SYNC_MILLIS);
    }
  }

  private void checkAborted() throws HandoverException {
    String reason = abortReason;
    if (reason != null) {
      throw new HandoverException(reason);
    }
  }

  private void switchOver() throws HandoverException, InterruptedException {
    state = State.SWITCHING;
    Duration holdLimit = context.settings().holdLimit();
    long began = context.nanos().getAsLong();
    context.gate().switching(true);
    context.gate().hold(Math.max(1, context.containers().requestThreads() / 2));
    boolean reopen = true;
    try {
      // The parts need their share of the hold: longer requests must not use it up.
      boolean hasParts = !context.parts().get().isEmpty();
      int busy = context.gate().awaitAdmittedBefore(hasParts ? holdLimit.dividedBy(2) : holdLimit);
      if (busy > 0) {
        context
            .log()
            .accept(busy + " requests outlast the hold; their sessions follow as they end");
      }
      moveParts(began + holdLimit.toNanos());
      leaving = true;
      reopen = false;
    } finally {
      if (reopen) {
        unpauseParts();
        context.gate().check();
      }
    }
    Set<String> quiet = handover.remaining();
    quiet.removeAll(busyIds());
    Set<String> refused = handover.takeAll(quiet);
    context.gate().away();
    long pauseMillis = (context.nanos().getAsLong() - began) / 1_000_000;
    switchMillis = pauseMillis;
    detail = "pause " + pauseMillis + " ms";
    context
        .log()
        .accept(
            "switched over to "
                + handover.successor
                + ": "
                + handover.away().size()
                + " sessions, requests were held for "
                + pauseMillis
                + " ms");
    drain();
    if (!refused.isEmpty()) {
      context.log().accept(refused.size() + " sessions were refused and had to be asked for again");
    }
    context.gate().switching(false);
    context.gate().track(false);
    state = State.DONE;
  }

  /**
   * Sessions of longer requests follow as those end; at the limit their clients are cut off first.
   */
  private void drain() throws InterruptedException {
    long deadline = context.nanos().getAsLong() + context.settings().drainLimit().toNanos();
    while (true) {
      List<Exchange> left = context.gate().tracked();
      if (!left.isEmpty() && context.nanos().getAsLong() > deadline) {
        left.forEach(Exchange::abort);
        context.log().accept("cut " + left.size() + " requests off at perennial.drain.limit");
        left = List.of();
      }
      Set<String> ready = handover.remaining();
      ready.removeAll(busyIds(left));
      handover.takeAll(ready);
      if (left.isEmpty() && handover.remaining().isEmpty()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private Set<String> busyIds() {
    return busyIds(context.gate().tracked());
  }

  @SuppressWarnings("unchecked")
  private static Set<String> busyIds(List<Exchange> exchanges) {
    Set<String> ids = new HashSet<>();
    for (Exchange exchange : exchanges) {
      if (exchange.note instanceof List<?> named) {
        ids.addAll((List<String>) named);
      }
    }
    return ids;
  }

  /**
   * Called on the request's own thread: its session leaves before the last byte of its answer does.
   */
  void finishing(Exchange exchange, String sessionId) {
    if (!leaving || handover.place(sessionId) == Handover.Place.AWAY) {
      return;
    }
    List<Exchange> others = new ArrayList<>(context.gate().tracked());
    others.remove(exchange);
    if (busyIds(others).contains(sessionId)) {
      return;
    }
    try {
      handover.touched(sessionId);
      handover.take(sessionId);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Parts are with the successor before it serves the first request; without that, it would answer
   * from old state.
   */
  private void moveParts(long deadlineNanos) throws HandoverException, InterruptedException {
    for (MovablePart part : context.parts().get()) {
      try {
        pausedParts.add(part);
        part.pause(Duration.ofNanos(Math.max(1, deadlineNanos - context.nanos().getAsLong())));
        byte[] bytes = part.capture();
        leaving = true;
        Wire.Answer answer = sendPart(part.name(), bytes);
        if (answer.reply() != Wire.Reply.OK) {
          leaving = false;
          throw new HandoverException(
              handover.successor + " refuses part " + part.name() + ": " + answer.text());
        }
      } catch (MovablePart.PartException e) {
        throw new HandoverException("part " + part.name() + ": " + e.getMessage(), e);
      }
    }
  }

  /** Repeats until there is an answer: in between nobody knows who owns the part. */
  private Wire.Answer sendPart(String name, byte[] bytes)
      throws HandoverException, InterruptedException {
    Wire.Request request =
        new Wire.Request(
            Wire.Op.TAKE,
            context.self(),
            context.incarnation().getAsLong(),
            handover.round,
            Wire.Kind.PART,
            name,
            1,
            Wire.digest(bytes, bytes.length),
            bytes,
            List.of());
    while (true) {
      try {
        return call(request);
      } catch (HandoverException e) {
        if (context.isOut().test(handover.successor)) {
          leaving = false;
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(SYNC_MILLIS);
      }
    }
  }

  /** Serves again what has left; false where nothing has. */
  boolean takeBack() {
    if (!leaving) {
      return false;
    }
    try {
      int sessions = handover.takeBack();
      unpauseParts();
      context.gate().switching(false);
      context.gate().track(false);
      context.gate().check();
      context
          .log()
          .accept("took " + sessions + " sessions back: " + handover.successor + " is lost");
      return true;
    } catch (dev.perennial.agent.container.CaptureException e) {
      context.log().accept("sessions could not be taken back: " + e.getMessage());
      return false;
    }
  }

  private void unpauseParts() {
    for (MovablePart part : pausedParts) {
      try {
        part.unpause();
      } catch (MovablePart.PartException e) {
        context.log().accept("part " + part.name() + " stays paused: " + e.getMessage());
      }
    }
    pausedParts.clear();
  }

  private Wire.Answer call(Wire.Request request) throws HandoverException, InterruptedException {
    try {
      return Wire.answer(
          context
              .peers()
              .call(handover.successor, Wire.encode(request))
              .get(context.settings().callLimit().toMillis(), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw new HandoverException(
          handover.successor + " could not be asked: " + e.getCause().getMessage(), e);
    } catch (TimeoutException | IOException e) {
      throw new HandoverException(handover.successor + " gave no answer: " + e, e);
    }
  }

  private Wire.Request request(Wire.Op op, List<String> texts) {
    return new Wire.Request(
        op,
        context.self(),
        context.incarnation().getAsLong(),
        handover.round,
        Wire.Kind.SESSION,
        "",
        0,
        new byte[0],
        new byte[0],
        new ArrayList<>(new TreeSet<>(texts)));
  }
}
