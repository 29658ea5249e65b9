package dev.perennial.coordinator.transfer;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this server owns: what of it the other server has staged, and what is on its way there. Part
 * of a {@link TransferLedger}; not thread-safe.
 *
 * <p>Copying an item: {@link #begin}, capture it, {@link #captured}, send what that returns.
 * Handing it over: {@link #take(ItemId)}, or where that returns nothing {@link #begin}, capture,
 * {@link #take(ItemId, Digest, StateBytes)}.
 */
public final class SourceLedger {
  private final Items items;

  SourceLedger(Items items) {
    this.items = items;
  }

  /**
   * Adds an item that begins here, or whose state may have changed. What was left behind stays so.
   *
   * @return whether it is HERE
   */
  public boolean own(ItemId id) {
    Item item = items.get(id);
    if (item == null) {
      items.add(id);
    } else if (item.place == Place.ENDED && !item.left) {
      // The id begins anew; what was promised and taken under it still counts.
      items.hereAgain(id, item);
    }
    return touched(id);
  }

  /**
   * Notes that an item's state may have changed. An item that was never {@link #own}ed nor taken is
   * none of this ledger's.
   *
   * @return whether it is HERE
   */
  public boolean touched(ItemId id) {
    Item item = items.get(id);
    if (item == null || item.place != Place.HERE) {
      return false;
    }
    item.dirty = true;
    items.pending.add(id);
    return true;
  }

  /**
   * Returns what the other server does not have as it is, to be sent in the next pass; a snapshot.
   */
  public Set<ItemId> pending() {
    return Set.copyOf(items.pending);
  }

  /** Returns the size of {@link #pending}, at no cost. */
  public int pendingCount() {
    return items.pending.size();
  }

  /**
   * Announces a capture: a change from now on makes the item dirty again.
   *
   * @return whether to capture it: it is HERE
   */
  public boolean begin(ItemId id) {
    Item item = items.get(id);
    if (item == null || item.place != Place.HERE) {
      return false;
    }
    item.dirty = false;
    return true;
  }

  /**
   * The item cannot be moved as it is: its turn comes again when it has changed.
   *
   * @return whether it was pending
   */
  public boolean setAside(ItemId id) {
    return items.pending.remove(id);
  }

  /** The capture that was announced did not come about; the item's turn comes again. */
  public void captureFailed(ItemId id) {
    touched(id);
  }

  /**
   * Gives a capture its version.
   *
   * @return what to send; nothing if the other server has this state, or the item is not HERE
   */
  public Optional<Message.Stage> captured(ItemId id, Digest digest, StateBytes bytes) {
    Item item = items.get(id);
    if (item == null || item.place != Place.HERE) {
      return Optional.empty();
    }
    renew(item, digest);
    settle(id, item);
    return item.acknowledged
        ? Optional.empty()
        : Optional.of(new Message.Stage(id, item.version, digest, bytes));
  }

  private static void renew(Item item, Digest digest) {
    if (item.renew || !digest.equals(item.digest)) {
      item.nextVersion(digest);
    }
  }

  private void settle(ItemId id, Item item) {
    if (item.place != Place.HERE || (item.acknowledged && !item.dirty)) {
      items.pending.remove(id);
    }
  }

  /**
   * Returns what to say about an item that the application has ended, or that had ended before it
   * could be captured; nothing if it is not HERE: then its owner ends it.
   */
  public Optional<Message> ended(ItemId id) {
    return end(id).map(v -> new Message.Ended(id, v));
  }

  /**
   * Leaves an item behind that cannot be moved: nobody serves it any more in this round.
   *
   * @return what to say, so that no older copy of it is ever served; nothing if it is not HERE
   */
  public Optional<Message> leave(ItemId id) {
    Optional<Message> ended = ended(id);
    Item item = items.get(id);
    if (item != null && ended.isPresent()) {
      item.left = true;
    }
    return ended;
  }

  /**
   * Notes that an item goes on under another id.
   *
   * @return what to say; nothing if it is not HERE
   */
  public Optional<Message> renamed(ItemId id, ItemId newId) {
    Optional<Version> version = end(id);
    version.ifPresent(v -> own(newId));
    return version.map(v -> new Message.Renamed(id, v, newId));
  }

  private Optional<Version> end(ItemId id) {
    Item item = items.get(id);
    if (item == null || item.place != Place.HERE) {
      return Optional.empty();
    }
    item.nextVersion(null);
    item.place = Place.ENDED;
    item.dirty = false;
    items.pending.add(id);
    return Optional.of(item.version);
  }

  /** Returns the tombstone of a {@link #pending} item that has ended, to be said again. */
  public Optional<Message> tombstone(ItemId id) {
    Item item = items.get(id);
    return item == null || item.place != Place.ENDED
        ? Optional.empty()
        : Optional.of(new Message.Ended(id, item.version));
  }

  /**
   * Allows items to be handed over, from the roster's move to SWITCHING on.
   *
   * @param epoch of that roster: the term of the next owner
   */
  public void switching(long epoch) {
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch (" + epoch + ") must be at least 1");
    }
    items.nextTerm = epoch;
  }

  /** Returns whether items may be handed over: from {@link #switching} on, until it is given up. */
  public boolean leaves() {
    return items.nextTerm > 0 && !items.aborted && !items.over;
  }

  /**
   * Hands an item over that the other server has staged as it is.
   *
   * @return what to send; nothing if its bytes are needed too, or it is not HERE, or all was
   *     aborted
   * @throws IllegalStateException before {@link #switching}
   */
  public Optional<Message.Take> take(ItemId id) {
    Item item = items.get(id);
    Digest digest = item == null ? null : item.digest;
    if (item == null || digest == null || !item.acknowledged || !mayLeave(item)) {
      return Optional.empty();
    }
    return Optional.of(leave(id, item, digest, null));
  }

  /**
   * Hands an item over as it was captured after {@link #begin}.
   *
   * @return what to send; nothing if it has changed since (begin again), is not HERE, or all was
   *     aborted
   * @throws IllegalStateException before {@link #switching}
   */
  public Optional<Message.Take> take(ItemId id, Digest digest, StateBytes bytes) {
    Item item = items.get(id);
    if (item == null || !mayLeave(item)) {
      return Optional.empty();
    }
    renew(item, digest);
    return Optional.of(leave(id, item, digest, item.acknowledged ? null : bytes));
  }

  private boolean mayLeave(Item item) {
    if (items.nextTerm == 0) {
      throw new IllegalStateException(
          "nothing may be handed over before the roster says SWITCHING");
    }
    return item.place == Place.HERE && !item.dirty && !items.aborted && !items.over;
  }

  private Message.Take leave(ItemId id, Item item, Digest digest, @Nullable StateBytes bytes) {
    item.place = Place.IN_DOUBT;
    items.begun = true;
    items.pending.remove(id);
    return new Message.Take(id, item.version, digest, items.nextTerm, bytes);
  }

  /** Returns the same Take again, without its bytes, for an item IN_DOUBT. */
  public Optional<Message.Take> again(ItemId id) {
    Item item = items.get(id);
    Digest digest = item == null ? null : item.digest;
    if (item == null || digest == null || item.place != Place.IN_DOUBT) {
      return Optional.empty();
    }
    return Optional.of(new Message.Take(id, item.version, digest, items.nextTerm, null));
  }

  /** Returns the question that ends a doubt either way, for an item IN_DOUBT. */
  public Optional<Message.Ask> ask(ItemId id) {
    Item item = items.get(id);
    Digest digest = item == null ? null : item.digest;
    if (item == null || digest == null || item.place != Place.IN_DOUBT) {
      return Optional.empty();
    }
    return Optional.of(new Message.Ask(id, item.version, digest));
  }

  /** Returns the items that wait for an answer; a snapshot. */
  public Set<ItemId> inDoubt() {
    return items.in(Place.IN_DOUBT);
  }

  /** Returns what has still to be handed over; a snapshot. */
  public Set<ItemId> remaining() {
    return items.in(Place.HERE, Place.IN_DOUBT, Place.ARRIVING);
  }

  /** Returns what the other server has acknowledged to own; a snapshot. */
  public Set<ItemId> handedOver() {
    return items.in(Place.AWAY);
  }

  /**
   * Returns whether every item has its acknowledgement. Together with "no request is in flight, and
   * every session was {@link #own}ed" this is what {@code DONE} means.
   */
  public boolean allDone() {
    return !items.aborted && remaining().isEmpty();
  }

  /** Returns whether anything may have left: from then on giving up is not free. */
  public boolean begun() {
    return items.begun;
  }

  /**
   * Gives up: nothing leaves any more, and what has left is to come back. To be said again until
   * {@link #settled}.
   */
  public Message.Abort abort(String reason) {
    items.aborted = true;
    return new Message.Abort(reason);
  }

  /** Returns whether after an {@link #abort} everything is HERE again, or has ended. */
  public boolean settled() {
    return items.aborted && items.all().values().stream().allMatch(SourceLedger::isSettled);
  }

  private static boolean isSettled(Item item) {
    return switch (item.place) {
      case HERE, ENDED -> true;
      case AWAY -> item.tombstone.isAfter(item.version);
      case IN_DOUBT, ARRIVING -> false;
    };
  }

  Step on(Message.Staged m) {
    Item item = items.get(m.id());
    if (item == null
        || item.place != Place.HERE
        || item.renew
        || !item.version.equals(m.version())
        || !m.digest().equals(item.digest)) {
      return new Step.Dropped("not the present version");
    }
    item.acknowledged = true;
    settle(m.id(), item);
    return new Step.Noted();
  }

  Step on(Message.Taken m) {
    return taken(m.id(), m.version(), m.digest());
  }

  private Step taken(ItemId id, Version version, Digest digest) {
    Item item = items.get(id);
    if (item == null || !isDoubted(item, version) || !digest.equals(item.digest)) {
      return new Step.Dropped("no doubt about this version");
    }
    item.place = Place.AWAY;
    item.staged = version;
    item.stagedDigest = digest;
    return new Step.HandedOver(id, version);
  }

  Step on(Message.TakeFailed m) {
    return notTaken(m.id(), m.version(), m.reason(), m.unfit());
  }

  private Step notTaken(ItemId id, Version version, String reason, String unfit) {
    Item item = items.get(id);
    if (item == null || !isDoubted(item, version)) {
      return new Step.Dropped("no doubt about this version");
    }
    items.hereAgain(id, item);
    return new Step.StillHere(id, reason, unfit);
  }

  private static boolean isDoubted(Item item, Version version) {
    return item.place == Place.IN_DOUBT && item.version.equals(version);
  }

  Step on(Message.Owns m) {
    return switch (m.reply()) {
      case YES -> taken(m.id(), m.version(), m.digest());
      case NO -> notTaken(m.id(), m.version(), "asked, and not taken", "");
      case UNKNOWN -> new Step.Noted();
    };
  }

  Step on(Message.Noted m) {
    Item item = items.get(m.id());
    if (item == null || item.place != Place.ENDED || !item.version.equals(m.version())) {
      return new Step.Dropped("not the present version");
    }
    item.acknowledged = true;
    items.pending.remove(m.id());
    return new Step.Noted();
  }
}
