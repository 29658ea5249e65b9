package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.duplex.Phase.Mover;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Life;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Place;
import dev.perennial.coordinator.transfer.TransferLedger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One round of duplexing, from the offer to the last acknowledgement, on a thread of its own. What
 * it has come to is one state ({@link RunStates}); other threads may ask for more ({@link Call}) at
 * any time. Thread-safe.
 */
final class SourceRun implements Runnable {
  private final SourceDuplexer.Context context;
  private final long round;
  private final Transfer transfer;
  private final Outbound outbound;
  private final RunStates states = new RunStates();
  private final GateHold gate;
  private final SwitchOver switchOver;
  private final GettingBack gettingBack;
  private final RunSteps steps;

  /**
   * @param successor the life that is to take over
   * @param before each counted down when a run before this one is over
   */
  SourceRun(
      SourceDuplexer.Context context,
      Life self,
      Life successor,
      long round,
      List<CountDownLatch> before) {
    this.context = context;
    this.round = round;
    transfer =
        new Transfer(
            new TransferLedger(self, successor, RoundNumber.of(self, successor, round), 0),
            context.inventory(),
            context.peers());
    Duration callLimit = context.settings().callLimit();
    Questions questions = new Questions(transfer, callLimit, () -> context.isOut().test(successor));
    outbound = new Outbound(transfer, questions, callLimit, true);
    gate = new GateHold(context.gate(), context.containers(), context.inventory(), context.log());
    switchOver = new SwitchOver(context, states, transfer, outbound, questions, gate);
    gettingBack = new GettingBack(context, states, transfer, questions, gate);
    Copying copying = new Copying(context, states, transfer, outbound, questions);
    steps = new RunSteps(context, states, transfer, gate, copying, switchOver, gettingBack, before);
  }

  long round() {
    return round;
  }

  String successor() {
    return transfer.peer().server();
  }

  /** Returns whether a message of another server is about what this run hands over. */
  boolean isAbout(Envelope envelope) {
    return states.phase().hasLeft()
        && envelope.from().equals(transfer.peer())
        && transfer.with(l -> l.round() == envelope.round());
  }

  /** Returns what is counted down when the run's thread has ended. */
  CountDownLatch over() {
    return steps.over();
  }

  Transfer transfer() {
    return transfer;
  }

  /** Returns where a session is, or null if it is none of this run's. */
  @Nullable Place place(String sessionId) {
    ItemId id = ItemId.session(sessionId);
    // In this order: what leaves meanwhile is known to the ledger before it is gone from here.
    boolean here = context.inventory().hasSession(id);
    Place known = transfer.place(id);
    return known == null && here ? Place.HERE : known;
  }

  void touched(String sessionId) {
    transfer.touched(ItemId.session(sessionId));
  }

  /** A request waits for this session. */
  void want(String sessionId) {
    switchOver.want(ItemId.session(sessionId));
  }

  void ended(String sessionId) {
    transfer.forget(ItemId.session(sessionId));
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

  /** On a request's own thread: see {@link SwitchOver#finishing}. */
  void finishing(Exchange exchange, String sessionId) {
    switchOver.finishing(exchange, sessionId);
  }

  /**
   * Asks for the switch-over; the first time counts.
   *
   * @param epoch of the roster that says so: the term of what the successor owns then
   */
  void requestSwitch(long epoch) {
    RunState unused = states.update(Mover.ROSTER, s -> s.withSwitch(epoch));
  }

  /** Gives up; false if it is too late for that. */
  boolean abort(String reason) {
    return states.call(Call.ABORT, reason).phase().isOver();
  }

  /** Serves again what has left, or gives up where nothing has; false if it is not over by that. */
  boolean takeBack() {
    RunState now = states.call(Call.TAKE_BACK, "the roster says IN_SERVICE");
    if (now.phase() == Phase.TAKING_BACK) {
      gettingBack.fromLost(now);
    }
    return states.phase().isOver();
  }

  /** What has left stays with the successor, and this life goes on; false if it is not done. */
  boolean settle() {
    Phase now = states.call(Call.SETTLE, "").phase();
    if (now == Phase.SETTLED) {
      transfer.wake();
      gate.letGo();
    }
    return now.isOver();
  }

  /** Returns why it is not certain that the successor has all that has left; empty if it is. */
  String unconfirmed() throws InterruptedException {
    Phase now = states.phase();
    return now == Phase.DONE
        ? new Confirmation(transfer, context.settings().callLimit(), context.nanos()).missing()
        : "the hand-over is " + now;
  }

  /** Returns whether sessions are served by the successor, or on their way. */
  boolean isSwitching() {
    Phase now = states.phase();
    return now.sessionsLeave() || now == Phase.TAKING_BACK;
  }

  /** Returns whether sessions that are still here may leave at any moment. */
  boolean isHolding() {
    return states.phase().mayLeave();
  }

  Report.Duplexing progress() {
    RunState now = states.now();
    return new Report.Duplexing(
        round,
        now.phase().shown(),
        now.passes(),
        outbound.copied(),
        transfer.with(l -> l.source().pendingCount()),
        transfer.bytesSent(),
        now.detail(),
        now.phase() == Phase.DONE ? leftovers().words() : "");
  }

  private Leftovers leftovers() {
    return transfer.left().leftovers(successor());
  }

  Moved moved() {
    return new Moved(
        round,
        successor(),
        transfer.sessionsAway(),
        transfer.bytesSent(),
        states.now().switchMillis(),
        transfer.left().affected() + transfer.left().withoutRoom(),
        leftovers().lines(),
        context.gate().held());
  }

  /** Does all of it; returns when it is over, or done. For the run's own thread. */
  @Override
  public void run() {
    steps.run();
  }

  /** Ends it before it began. */
  void cannotBegin(String reason) {
    steps.cannotBegin(reason);
    context.log().accept("duplexing to " + successor() + " cannot begin: " + reason);
  }
}
