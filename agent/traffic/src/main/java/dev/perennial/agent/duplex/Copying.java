package dev.perennial.agent.duplex;

import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Place;
import dev.perennial.coordinator.transfer.PreCopy;
import dev.perennial.coordinator.transfer.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Brings the successor into sync, and keeps it there until the roster wants the switch-over. Giving
 * up is free all the while. For the run's thread.
 */
final class Copying {
  private static final PreCopy PASSES = PreCopy.defaults();
  private static final long SYNC_MILLIS = 100;

  /** While in sync, all sessions are captured anew in so many turns: threads change them too. */
  private static final int RESCAN_TURNS = 100;

  /** Their sizes are estimated until they are captured. */
  private static final int ADMITTED_AT_ONCE = 64;

  private static final double MEBIBYTE = 1 << 20;

  private final SourceDuplexer.Context context;
  private final RunStates states;
  private final Transfer transfer;
  private final Outbound outbound;
  private final Questions questions;

  private List<ItemId> rescan = List.of();

  Copying(
      SourceDuplexer.Context context,
      RunStates states,
      Transfer transfer,
      Outbound outbound,
      Questions questions) {
    this.context = context;
    this.states = states;
    this.transfer = transfer;
    this.outbound = outbound;
    this.questions = questions;
  }

  /** Returns when the switch-over may begin. */
  void run() throws HandoverException, InterruptedException {
    offer();
    preCopy();
    staySynced();
  }

  private String successor() {
    return transfer.peer().server();
  }

  private void offer() throws HandoverException, InterruptedException {
    StateSize size = context.size().get();
    int items = context.inventory().sessions().size() + context.inventory().parts().size();
    Step step =
        questions.ask(
            new Message.Offer(
                context.containers().fingerprint(),
                items,
                size.bytes(),
                context.unmovable().get()));
    if (step instanceof Step.Failed refused) {
      throw new HandoverException(successor() + " refuses: " + refused.reason());
    } else if (!(step instanceof Step.Accepted accepted)) {
      throw new HandoverException(successor() + " gave no answer to the offer");
    } else {
      fit(Room.of(accepted.roomBytes(), size), accepted.roomBytes(), size);
    }
    RunState unused = states.advance(Phase.COPYING);
  }

  /**
   * A server that can wait is not rejuvenated at the price of sessions that nobody gave up.
   *
   * @throws HandoverException if there is no room for all, and none may be left
   */
  private void fit(Room room, long roomBytes, StateSize size) throws HandoverException {
    if (room.isForAll()) {
      return;
    }
    String why =
        String.format(
            Locale.ROOT,
            "%s has no room for all of %,d sessions, %.1f MiB of state: %.1f MiB of heap",
            successor(),
            size.sessions(),
            size.bytes() / MEBIBYTE,
            roomBytes / MEBIBYTE);
    if (context.settings().unmovable().veto()) {
      throw new HandoverException(why + "; perennial.unmovable=veto allows to leave none");
    }
    if (!context.mayLeaveSessions().getAsBoolean()) {
      throw new HandoverException(
          why + "; this server is not about to fail, so that it leaves none behind");
    }
    context.log().accept(why + "; those used last move, as many as fit");
    transfer.limit(room);
  }

  private void preCopy() throws HandoverException, InterruptedException {
    transfer.ownNew(context.inventory().sessions());
    int done = 0;
    long sent;
    long changed;
    do {
      sent = copyPending();
      int passes = ++done;
      RunState unused = states.advance(s -> s.withPasses(passes));
      changed = transfer.with(l -> l.source().pendingCount());
    } while (PASSES.goesOn(done, sent, changed));
    checkUnmovable();
    RunState synced = states.advance(Phase.IN_SYNC);
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
                + synced.passes()
                + " passes");
    LeftLines.of(transfer.left(), successor()).forEach(context.log());
  }

  /** What must stay behind is decided while giving up is free. */
  private void checkUnmovable() throws HandoverException {
    if (transfer.left().affectedAtAll() == 0) {
      return;
    }
    String obstacle =
        context
            .settings()
            .unmovable()
            .obstacle(transfer.left(), context.inventory().sessions().size());
    if (!obstacle.isEmpty()) {
      throw new HandoverException(obstacle);
    }
  }

  private Set<ItemId> pending() {
    return transfer.with(l -> l.source().pending());
  }

  private long copyPending() throws HandoverException, InterruptedException {
    Set<ItemId> pending = pending();
    return transfer.room().isForAll() ? outbound.copy(pending) : copyWhatFits(pending);
  }

  /** What has a place there goes; of the others those that were used last, as long as they fit. */
  private long copyWhatFits(Set<ItemId> pending) throws HandoverException, InterruptedException {
    Map<Boolean, List<ItemId>> placed =
        pending.stream()
            .collect(
                Collectors.partitioningBy(
                    id -> transfer.room().has(id) || transfer.place(id) != Place.HERE));
    long sent = outbound.copy(placed.get(true));
    Deque<ItemId> queue =
        new ArrayDeque<>(Room.lastUsedFirst(placed.get(false), context.inventory()::idleMillis));
    List<ItemId> admitted;
    do {
      RunState unused = states.goingOn();
      admitted = transfer.room().admit(queue, ADMITTED_AT_ONCE);
      sent += outbound.copy(admitted);
    } while (!admitted.isEmpty());
    queue.forEach(transfer::setAsideForRoom);
    return sent;
  }

  private void staySynced() throws HandoverException, InterruptedException {
    while (states.goingOn().switchEpoch() == 0) {
      scanAgain();
      long unused = copyPending();
      checkUnmovable();
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
      transfer.touched(id);
    }
    rescan = rescan.subList(count, rescan.size());
  }
}
