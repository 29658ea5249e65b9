package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Life;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Place;
import dev.perennial.coordinator.transfer.PreCopy;
import dev.perennial.coordinator.transfer.Step;
import dev.perennial.coordinator.transfer.TransferLedger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One round of duplexing, from the offer to the last acknowledgement. Runs on one thread; until
 * something has begun to leave, giving up is free.
 *
 * <pre>
 * OFFERING -> COPYING -> IN_SYNC -> SWITCHING -> DONE
 *     '----------'---------'-----------'-------> FAILED (everything is as it was)
 * </pre>
 */
final class SourceRun implements Runnable {
  private static final PreCopy PASSES = PreCopy.defaults();
  private static final long SYNC_MILLIS = 100;

  /** New requests wait so long for those in flight. */
  private static final Duration QUIET = Duration.ofMillis(250);

  /** While in sync, all sessions are captured anew in so many turns: threads change them too. */
  private static final int RESCAN_TURNS = 100;

  private final SourceDuplexer.Context context;
  private final long round;
  private final Transfer transfer;
  private final Outbound outbound;

  private volatile State state = State.OFFERING;
  private volatile String detail = "";
  private volatile int passes;
  private volatile long switchEpoch;
  private volatile @Nullable String abortReason;
  private volatile long switchMillis;

  /** Set when the first item may have left: from then on giving up means getting it back. */
  private volatile boolean leaving;

  /** From now on sessions go as their requests end. */
  private volatile boolean sessionsLeave;

  private List<ItemId> rescan = List.of();

  /**
   * @param successor the life that is to take over
   */
  SourceRun(SourceDuplexer.Context context, Life self, Life successor, long round) {
    this.context = context;
    this.round = round;
    this.transfer =
        new Transfer(
            new TransferLedger(self, successor, RoundNumber.of(self, successor, round), 0),
            context.inventory(),
            context.peers());
    this.outbound =
        new Outbound(
            transfer, context.settings().callLimit(), () -> context.isOut().test(successor));
  }

  long round() {
    return round;
  }

  String successor() {
    return transfer.peer().server();
  }

  /** Returns whether a message of another server is about what this run hands over. */
  boolean isAbout(Envelope envelope) {
    return leaving
        && envelope.from().equals(transfer.peer())
        && transfer.with(l -> l.round() == envelope.round());
  }

  Transfer transfer() {
    return transfer;
  }

  /** Returns where a session is, or null if it is none of this run's. */
  @Nullable Place place(String sessionId) {
    Place known = transfer.place(ItemId.session(sessionId));
    return known == null && context.inventory().hasSession(ItemId.session(sessionId))
        ? Place.HERE
        : known;
  }

  void touched(String sessionId) {
    ItemId id = ItemId.session(sessionId);
    // A request that ended its session is no reason to bring it back.
    if (context.inventory().hasSession(id)) {
      boolean unused = transfer.with(l -> l.source().own(id));
    }
  }

  void ended(String sessionId) {
    say(transfer.with(l -> l.source().ended(ItemId.session(sessionId))));
  }

  void renamed(String sessionId, String newId) {
    ItemId next = ItemId.session(newId);
    say(transfer.with(l -> l.source().renamed(ItemId.session(sessionId), next)));
    touched(newId);
  }

  /** Lost on its way, it is said again in the next pass. */
  private void say(Optional<Message> message) {
    message.ifPresent(
        m -> {
          var unused = transfer.send(m);
        });
  }

  /**
   * Asks for the switch-over.
   *
   * @param epoch of the roster that says so: the term of what the successor owns then
   */
  void requestSwitch(long epoch) {
    if (switchEpoch == 0) {
      switchEpoch = epoch;
    }
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
    return sessionsLeave;
  }

  /** Returns whether sessions that are still here may leave at any moment. */
  boolean isHolding() {
    return sessionsLeave || state == State.SWITCHING;
  }

  Report.Duplexing progress() {
    return new Report.Duplexing(
        round,
        state,
        passes,
        outbound.copied(),
        transfer.with(l -> l.source().pendingCount()),
        transfer.bytesSent(),
        detail);
  }

  Moved moved() {
    long sessions =
        transfer.in(Place.AWAY).stream().filter(i -> i.kind() == ItemId.Kind.SESSION).count();
    return new Moved(round, successor(), sessions, transfer.bytesSent(), switchMillis);
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
    } catch (Throwable e) {
      // A thread that just ended would leave everybody waiting for it.
      Suppressed.count(e, "duplexing");
      fail(e.toString());
    }
  }

  /** Ends it before it began. */
  void cannotBegin(String reason) {
    detail = reason;
    state = State.FAILED;
    context.log().accept("duplexing to " + successor() + " cannot begin: " + reason);
  }

  private void fail(String reason) {
    context.gate().track(false);
    context.gate().switching(false);
    try {
      Message.Abort abort = transfer.with(l -> l.source().abort(reason));
      var unused = transfer.send(abort);
    } finally {
      detail = reason;
      state = State.FAILED;
    }
    context.log().accept("duplexing to " + successor() + " ended: " + reason);
  }

  private void offer() throws HandoverException, InterruptedException {
    Set<ItemId> sessions = context.inventory().sessions();
    int items = sessions.size() + context.inventory().parts().size();
    Step step =
        outbound.ask(
            new Message.Offer(
                context.containers().fingerprint(),
                items,
                context.stateBytes().getAsLong(),
                context.unmovable().get()));
    if (step instanceof Step.Failed refused) {
      throw new HandoverException(successor() + " refuses: " + refused.reason());
    } else if (!(step instanceof Step.Noted)) {
      throw new HandoverException(successor() + " gave no answer to the offer");
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
    ownNewSessions();
    int done = 0;
    long sent;
    long changed;
    do {
      checkAborted();
      sent = outbound.copy(pending());
      passes = ++done;
      changed = transfer.with(l -> l.source().pendingCount());
    } while (PASSES.goesOn(done, sent, changed));
    state = State.IN_SYNC;
    context
        .log()
        .accept(
            "in sync with "
                + successor()
                + ": "
                + outbound.copied()
                + " copies, "
                + transfer.bytesSent()
                + " bytes, "
                + passes
                + " passes");
  }

  /** Sessions that the ledger has not heard of; those that it knows are not dirty for that. */
  private void ownNewSessions() {
    for (ItemId id : context.inventory().sessions()) {
      boolean unused = transfer.with(l -> l.place(id) == null && l.source().own(id));
    }
  }

  private Set<ItemId> pending() {
    return transfer.with(l -> l.source().pending());
  }

  private void staySynced() throws HandoverException, InterruptedException {
    while (switchEpoch == 0) {
      checkAborted();
      scanAgain();
      long unused = outbound.copy(pending());
      TimeUnit.MILLISECONDS.sleep(SYNC_MILLIS);
    }
  }

  /** The next few sessions are looked at as if a request had used them. */
  private void scanAgain() {
    if (rescan.isEmpty()) {
      rescan = new ArrayList<>(context.inventory().sessions());
    }
    int count = Math.min(rescan.size(), 1 + rescan.size() / RESCAN_TURNS);
    for (ItemId id : rescan.subList(0, count)) {
      touched(id.name());
    }
    rescan = rescan.subList(count, rescan.size());
  }

  private void checkAborted() throws HandoverException {
    String reason = abortReason;
    if (reason != null) {
      throw new HandoverException(reason);
    }
  }

  private void switchOver() throws HandoverException, InterruptedException {
    state = State.SWITCHING;
    long began = context.nanos().getAsLong();
    Duration holdLimit = context.settings().holdLimit();
    long epoch = switchEpoch;
    transfer.with(
        l -> {
          l.source().switching(epoch);
          return true;
        });
    context.gate().switching(true);
    context
        .gate()
        .hold(Math.max(1, context.containers().requestThreads() / 2), holdLimit.multipliedBy(2));
    boolean reopen = true;
    try {
      // Most requests end at once; who waits for the longer ones only fills the gate.
      Duration half = holdLimit.dividedBy(2);
      int busy = context.gate().awaitAdmittedBefore(half.compareTo(QUIET) < 0 ? half : QUIET);
      if (busy > 0) {
        context
            .log()
            .accept(busy + " requests outlast the hold; their sessions follow as they end");
      }
      moveParts(began + holdLimit.toNanos());
      checkAborted();
      leaving = true;
      sessionsLeave = true;
      reopen = false;
    } finally {
      if (reopen) {
        context.inventory().unpauseAll().forEach(context.log());
        context.gate().check();
      }
    }
    while (state != State.DONE && sessionsLeave) {
      try {
        moveSessions(began);
      } catch (InterruptedException | RuntimeException | Error e) {
        // There is only forward from here: what has left must not be served here.
        Suppressed.count(e, "hand-over");
        context.log().accept("the hand-over goes on after " + e);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(SYNC_MILLIS));
      }
    }
  }

  private void moveSessions(long began) throws InterruptedException {
    Map<ItemId, String> refused = handOver(context.gate().tracked());
    if (!sessionsLeave) {
      return;
    }
    context.gate().away();
    switchMillis = (context.nanos().getAsLong() - began) / 1_000_000;
    detail = "pause " + switchMillis + " ms";
    context
        .log()
        .accept(
            "switched over to "
                + successor()
                + ": "
                + moved().sessions()
                + " sessions, requests were held for "
                + switchMillis
                + " ms");
    refused.values().stream().limit(3).forEach(why -> context.log().accept("not yet: " + why));
    drain();
    if (sessionsLeave) {
      context.gate().switching(false);
      context.gate().track(false);
      state = State.DONE;
      var unused = transfer.send(new Message.Done());
    }
  }

  /**
   * Sessions of longer requests follow as those end; at the limit their clients are cut off first.
   */
  private void drain() throws InterruptedException {
    long deadline = context.nanos().getAsLong() + context.settings().drainLimit().toNanos();
    while (sessionsLeave) {
      List<Exchange> left = context.gate().tracked();
      if (!left.isEmpty() && context.nanos().getAsLong() > deadline) {
        left.forEach(Exchange::abort);
        context.log().accept("cut " + left.size() + " requests off at perennial.drain.limit");
        left = List.of();
      }
      Map<ItemId, String> unused = handOver(left);
      ownNewSessions();
      if (left.isEmpty() && transfer.with(l -> l.source().allDone())) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Hands over every session that no request in flight uses. */
  private Map<ItemId, String> handOver(List<Exchange> inFlight) throws InterruptedException {
    ownNewSessions();
    Set<ItemId> remaining = transfer.with(l -> l.source().remaining());
    Set<ItemId> quiet = new TreeSet<>(remaining);
    quiet.removeAll(busyIds(inFlight));
    try {
      return outbound.handOverAll(quiet);
    } catch (RuntimeException | Error e) {
      // There is only forward from here: whatever failed is tried again in the next turn.
      Suppressed.count(e, "hand-over");
      context.log().accept("a turn of the hand-over failed and comes again: " + e);
      return Map.of();
    }
  }

  @SuppressWarnings("unchecked")
  private static Set<ItemId> busyIds(List<Exchange> exchanges) {
    Set<ItemId> ids = new HashSet<>();
    for (Exchange exchange : exchanges) {
      if (exchange.note instanceof List<?> named) {
        ((List<String>) named).forEach(id -> ids.add(ItemId.session(id)));
      }
    }
    return ids;
  }

  /**
   * Called on the request's own thread: its session leaves before the last byte of its answer does.
   */
  void finishing(Exchange exchange, String sessionId) {
    ItemId id = ItemId.session(sessionId);
    if (!sessionsLeave || transfer.place(id) == Place.AWAY) {
      return;
    }
    List<Exchange> others = new ArrayList<>(context.gate().tracked());
    others.remove(exchange);
    if (busyIds(others).contains(id)) {
      return;
    }
    try {
      touched(sessionId);
      var unused = outbound.handOver(id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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
      } catch (MovablePart.PartException | RuntimeException e) {
        getBack(id + " cannot be paused: " + e.getMessage());
      }
      boolean unused = transfer.with(l -> l.source().own(id));
      leaving = true;
      String why;
      try {
        why = outbound.handOver(id).orElse("");
      } catch (RuntimeException | Error e) {
        why = e.toString();
      }
      if (!why.isEmpty()) {
        getBack(successor() + " does not take " + id + ": " + why);
      }
    }
  }

  /** What has left comes back before anything is served again; nobody knows less than that. */
  private void getBack(String reason) throws HandoverException, InterruptedException {
    Message.Abort abort = transfer.with(l -> l.source().abort(reason));
    long toldNanos = context.nanos().getAsLong();
    while (!transfer.with(l -> l.source().settled())) {
      if (context.isOut().test(transfer.peer())) {
        logLost(transfer.peerIsOut(switchEpoch + 1));
        break;
      }
      if (context.nanos().getAsLong() - toldNanos > TimeUnit.SECONDS.toNanos(5)) {
        toldNanos = context.nanos().getAsLong();
        context.log().accept("waiting for " + successor() + " to give back what it has taken");
      }
      try {
        outbound.askInDoubt();
        Step unused = outbound.ask(abort);
      } catch (HandoverException | RuntimeException | Error e) {
        detail = String.valueOf(e.getMessage());
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    leaving = false;
    throw new HandoverException(reason);
  }

  /** What has left stays with the successor, and this life goes on without it. */
  void settle() {
    abortReason = "what was handed over stays with the successor";
    endLeaving();
  }

  private void endLeaving() {
    sessionsLeave = false;
    leaving = false;
    transfer.wake();
    context.inventory().unpauseAll().forEach(context.log());
    context.gate().switching(false);
    context.gate().track(false);
    context.gate().check();
  }

  /** Serves again what has left; false where nothing has. */
  boolean takeBack() {
    if (!leaving) {
      return false;
    }
    Set<ItemId> before = transfer.in(Place.AWAY);
    logLost(transfer.peerIsOut(switchEpoch + 1));
    endLeaving();
    context.log().accept("took " + before.size() + " items back: " + successor() + " is lost");
    return true;
  }

  private void logLost(Set<ItemId> lost) {
    lost.forEach(id -> context.log().accept(id + " is lost with " + successor()));
  }
}
