package dev.perennial.agent.duplex;

import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When a session that cannot be moved is tried no more, and what is said of it then, in either
 * direction. For one thread.
 */
final class LastTries {
  private static final int MOST = 3;

  private final Transfer transfer;
  private final Map<ItemId, Integer> tries = new HashMap<>();

  LastTries(Transfer transfer) {
    this.transfer = transfer;
  }

  /**
   * Notes that an item is still here.
   *
   * @return whether it was the last try: the application's own code cannot write or read it. Never
   *     of a part, without which the rest would be wrong
   */
  boolean isLast(ItemId id, Outbound.Refusal why) {
    return why.unfit()
        && id.kind() == ItemId.Kind.SESSION
        && tries.merge(id, 1, Integer::sum) >= MOST;
  }

  /** Leaves a session behind: nobody serves it any more. */
  void leave(ItemId id, String why) {
    say(transfer.leave(id, why));
  }

  /** As {@link #leave}, for want of room. */
  void leaveForRoom(ItemId id) {
    say(transfer.leaveForRoom(id));
  }

  /** An older copy that is ready there must never be served. Lost, it is said again. */
  private void say(Optional<Message> tombstone) {
    if (tombstone.isPresent()) {
      try {
        var unused = transfer.send(tombstone.get());
      } catch (RuntimeException | Error e) {
        Suppressed.count(e, "hand-over");
      }
    }
  }
}
