package dev.perennial.agent.duplex;

import dev.perennial.agent.duplex.Outbound.Refusal;
import dev.perennial.agent.duplex.RunStates.StoppedException;
import dev.perennial.agent.gate.InUse;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Hands sessions over, those first that requests wait for; and leaves behind what cannot be moved,
 * as far as the operator's policy goes. For the run's thread, but for {@link #want}.
 */
final class SessionsLeave {
  /** So many sessions leave before it is looked again who waits for one. */
  private static final int BATCH = 16;

  /** A session that cannot be written or read so many times in turn stays behind. */
  private static final int MOST_TRIES = 3;

  private final SourceDuplexer.Context context;
  private final RunStates states;
  private final Transfer transfer;
  private final Outbound outbound;
  private final Wanted wanted = new Wanted();
  private final Map<ItemId, Integer> tries = new HashMap<>();

  /** The most sessions that there were in this switch-over. */
  private long sessions;

  SessionsLeave(
      SourceDuplexer.Context context, RunStates states, Transfer transfer, Outbound outbound) {
    this.context = context;
    this.states = states;
    this.transfer = transfer;
    this.outbound = outbound;
  }

  /** More would stay behind than the operator's policy allows: all is to come back. */
  static final class TooManyLeftException extends HandoverException {
    private static final long serialVersionUID = 1L;

    TooManyLeftException(String why) {
      super(why);
    }
  }

  /** A request waits for this session. Any thread. */
  void want(ItemId id) {
    wanted.add(id);
  }

  /**
   * Hands over every session that no request in flight uses.
   *
   * @param last whether what is still here then stays behind
   */
  void handOver(List<InUse> inFlight, boolean last)
      throws StoppedException, TooManyLeftException, InterruptedException {
    transfer.ownNew(context.inventory().sessions());
    Set<ItemId> queue = new LinkedHashSet<>(transfer.with(l -> l.source().remaining()));
    sessions = Math.max(sessions, queue.size() + transfer.sessionsAway());
    InUse.Sessions used = InUse.Sessions.of(inFlight);
    queue.removeIf(id -> id.kind() == ItemId.Kind.SESSION && used.contains(id.name()));
    leaveForRoom(queue);
    while (!queue.isEmpty()) {
      RunState unused = states.goingOn();
      List<ItemId> batch = wanted.takeFrom(queue);
      if (batch.isEmpty()) {
        batch = first(queue);
      }
      outbound.handOverAll(batch).forEach((id, refusal) -> refused(id, refusal, last));
      check();
    }
  }

  /** Where the successor has no room for all, those that were used last go. */
  private void leaveForRoom(Set<ItemId> queue) {
    if (transfer.room().isForAll()) {
      return;
    }
    List<ItemId> sessions =
        queue.stream()
            .filter(id -> id.kind() == ItemId.Kind.SESSION && transfer.place(id) == Place.HERE)
            .toList();
    for (ItemId id : Room.lastUsedFirst(sessions, context.inventory()::idleMillis)) {
      if (!transfer.room().admits(id)) {
        queue.remove(id);
        if (states.phase().sessionsLeave()) {
          say(transfer.leaveForRoom(id));
        }
      }
    }
  }

  private static List<ItemId> first(Set<ItemId> queue) {
    List<ItemId> batch = new ArrayList<>(BATCH);
    for (ItemId id : queue) {
      if (batch.size() == BATCH) {
        break;
      }
      batch.add(id);
    }
    batch.forEach(queue::remove);
    return batch;
  }

  private void refused(ItemId id, Refusal refusal, boolean last) {
    boolean unfit = refusal.unfit() && tries.merge(id, 1, Integer::sum) >= MOST_TRIES;
    // Where all is taken back meanwhile, it is here for good.
    boolean leaving = states.phase().sessionsLeave() && transfer.place(id) == Place.HERE;
    if ((unfit || last) && leaving) {
      say(transfer.leave(id, refusal.reason()));
    }
  }

  private void say(Optional<Message> tombstone) {
    if (tombstone.isPresent()) {
      try {
        // An older copy that is ready there must never be served.
        var unused = transfer.send(tombstone.get());
      } catch (RuntimeException | Error e) {
        Suppressed.count(e, "hand-over");
      }
    }
  }

  private void check() throws TooManyLeftException {
    String obstacle = context.settings().unmovable().obstacle(transfer.left(), sessions);
    if (!obstacle.isEmpty()) {
      throw new TooManyLeftException(obstacle);
    }
  }
}
