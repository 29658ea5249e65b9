package dev.perennial.coordinator.transfer;

import java.util.Objects;

/**
 * What the other server owns and this one keeps ready or takes over. Part of a {@link
 * TransferLedger}; not thread-safe.
 *
 * <p>The shell keeps what it builds by (id, version), the highest version of an id only, as long as
 * {@link #isStaged} says so.
 */
public final class TargetLedger {
  private final Items items;

  TargetLedger(Items items) {
    this.items = items;
  }

  /** Returns whether an item is kept ready in that version. */
  public boolean isStaged(ItemId id, Version version) {
    Item item = items.get(id);
    return item != null && version.isAfter(Version.NONE) && item.staged.equals(version);
  }

  /** Returns whether the other server has given up and gets back what was taken. */
  public boolean givingBack() {
    return items.givingBack;
  }

  Step on(Message.Stage m) {
    Item item = items.theirs(m.id());
    String no = whyNotStaged(item, m.version(), m.digest());
    if (!no.isEmpty()) {
      return new Step.Answer(new Message.StageFailed(m.id(), m.version(), no, ""));
    }
    if (item.staged.equals(m.version())) {
      return new Step.Answer(new Message.Staged(m.id(), m.version(), m.digest()));
    }
    return new Step.Build(m.id(), m.version(), m.digest(), m.bytes());
  }

  private String whyNotStaged(Item item, Version version, Digest digest) {
    if (items.givingBack) {
      return "the round is over";
    }
    if (item.place != Place.AWAY) {
      return "not yours as far as is known here";
    }
    if (item.tombstone.isAfter(version)) {
      return "ended since";
    }
    if (item.staged.isAfter(version)
        || (item.staged.equals(version) && !digest.equals(item.stagedDigest))) {
      return "another version is staged";
    }
    return "";
  }

  /**
   * Notes that an item was built.
   *
   * @return the answer; keep what was built, and release what was kept before, if it is a {@link
   *     Message.Staged}; else release what was built
   */
  public Message staged(ItemId id, Version version, Digest digest) {
    Item item = items.theirs(id);
    String no = whyNotStaged(item, version, digest);
    if (!no.isEmpty()) {
      return new Message.StageFailed(id, version, no, "");
    }
    item.staged = version;
    item.stagedDigest = digest;
    return new Message.Staged(id, version, digest);
  }

  /**
   * Returns the answer where an item could not be built.
   *
   * @param unfit the part of it that is at fault, or {@link Message#WHOLE}
   */
  public Message stageFailed(ItemId id, Version version, String reason, String unfit) {
    return new Message.StageFailed(id, version, reason, unfit);
  }

  Step on(Message.Take m) {
    Item item = items.theirs(m.id());
    if (item.wasTaken(m.version(), m.digest())) {
      return new Step.Answer(new Message.Taken(m.id(), m.version(), m.digest()));
    }
    if (!m.version().isAfter(item.fence) || !m.version().isAfter(item.taken)) {
      return refuse(m, item, Message.Failure.LATE, "refused before");
    }
    return switch (item.place) {
      // Asked twice at once; whoever publishes answers.
      case ARRIVING -> new Step.Dropped("being put in place");
      // It has come here once and is on its way back: the sender is to ask about its own doubt
      // first.
      case IN_DOUBT -> new Step.Dropped("in doubt here");
      case HERE -> refuse(m, item, Message.Failure.LATE, "owned here");
      case AWAY, ENDED -> arrive(m, item);
    };
  }

  private Step arrive(Message.Take m, Item item) {
    if (items.givingBack) {
      return refuse(m, item, Message.Failure.LATE, "the round is over");
    }
    boolean staged = item.isStaged(m.version(), m.digest());
    if (!staged && m.bytes() == null) {
      return refuse(m, item, Message.Failure.MISSING, "not staged in version " + m.version());
    }
    item.place = Place.ARRIVING;
    item.version = m.version();
    item.digest = m.digest();
    item.term = Math.max(m.term(), m.version().term());
    return new Step.Publish(m.id(), m.version(), m.digest(), staged ? null : m.bytes());
  }

  private static Step refuse(Message.Take m, Item item, Message.Failure failure, String reason) {
    fence(item, m.version());
    return new Step.Answer(new Message.TakeFailed(m.id(), m.version(), failure, reason, ""));
  }

  private static void fence(Item item, Version version) {
    if (version.isAfter(item.fence)) {
      item.fence = version;
    }
  }

  /** Notes that an item is in place, and returns the answer: it is HERE. */
  public Message published(ItemId id, Version version) {
    Item item = arriving(id, version);
    Digest digest = Objects.requireNonNull(item.digest);
    item.place = Place.HERE;
    item.taken = version;
    item.takenDigest = digest;
    item.dirty = false;
    item.renew = false;
    // Whoever hands over keeps what it hands over, and counts it as staged.
    item.acknowledged = true;
    item.dropStaged();
    return new Message.Taken(id, version, digest);
  }

  /**
   * Notes that an item could not be put in place and nothing of it is visible; returns the answer.
   *
   * @param unfit the part of it that is at fault, or {@link Message#WHOLE}
   */
  public Message publishFailed(ItemId id, Version version, String reason, String unfit) {
    Item item = arriving(id, version);
    item.place = Place.AWAY;
    item.dropStaged();
    fence(item, version);
    return new Message.TakeFailed(id, version, Message.Failure.UNFIT, reason, unfit);
  }

  private Item arriving(ItemId id, Version version) {
    Item item = items.get(id);
    if (item == null || item.place != Place.ARRIVING || !item.version.equals(version)) {
      throw new IllegalStateException(id + " is not being put in place in version " + version);
    }
    return item;
  }

  Step on(Message.Ask m) {
    Item item = items.theirs(m.id());
    Message.Reply reply;
    if (item.wasTaken(m.version(), m.digest())) {
      reply = Message.Reply.YES;
    } else if (item.place == Place.ARRIVING || item.place == Place.IN_DOUBT) {
      // Being put in place; or on its way back, and the sender is to end its own doubt first.
      reply = Message.Reply.UNKNOWN;
    } else {
      fence(item, m.version());
      reply = Message.Reply.NO;
    }
    return new Step.Answer(new Message.Owns(m.id(), m.version(), m.digest(), reply));
  }

  Step on(Message.Ended m) {
    return ended(m.id(), m.version());
  }

  Step on(Message.Renamed m) {
    return ended(m.id(), m.version());
  }

  /** A tombstone counts only while its sender owns the item. */
  private Step ended(ItemId id, Version version) {
    Item item = items.theirs(id);
    Message noted = new Message.Noted(id, version);
    if (item.place == Place.IN_DOUBT && version.isAfter(item.version)) {
      // It was taken, which is not known here yet. To say that it is noted would be a lie.
      return new Step.Dropped("in doubt here");
    }
    if (item.place != Place.AWAY || !version.isAfter(item.tombstone)) {
      return new Step.Answer(noted);
    }
    item.tombstone = version;
    if (!version.isAfter(item.staged)) {
      return new Step.Answer(noted);
    }
    item.dropStaged();
    return new Step.Discard(id, noted);
  }

  Step on(Message.Abort m) {
    items.givingBack = true;
    items.all().values().stream().filter(i -> i.place == Place.AWAY).forEach(Item::dropStaged);
    int left = items.in(Place.HERE, Place.ARRIVING, Place.IN_DOUBT).size();
    return new Step.GiveBack(new Message.Aborted(left));
  }

  Step on(Message.Done m) {
    items.all().values().stream().filter(i -> i.place == Place.AWAY).forEach(Item::dropStaged);
    return new Step.Answer(new Message.Noted(ItemId.session(""), Version.NONE));
  }
}
