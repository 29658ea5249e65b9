package dev.perennial.coordinator.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one server knows of the items that move between it and another one in one round, in either
 * direction. Both servers have one, and both use the same code: {@link #source} for what they own,
 * {@link #target} for what the other one owns.
 *
 * <p>Deterministic, without I/O, time or threads. Not thread-safe: guard it by one lock, and hold
 * that lock for no capture, build, publication or call.
 */
public final class TransferLedger {
  private final Life self;
  private final Life peer;
  private final long round;
  private final Items items;
  private final SourceLedger source;
  private final TargetLedger target;

  /**
   * @param self this life of this server
   * @param peer the life of the other server that all this is about
   * @param round of the rejuvenation
   * @param term of what begins at this server: the roster's epoch at the switch-over that made it
   *     an owner, or 0
   */
  public TransferLedger(Life self, Life peer, long round, long term) {
    this(self, peer, round, new Items(term));
  }

  private TransferLedger(Life self, Life peer, long round, Items items) {
    this.self = self;
    this.peer = peer;
    this.round = round;
    this.items = items;
    this.source = new SourceLedger(items);
    this.target = new TargetLedger(items);
  }

  /** Returns an independent copy. */
  public TransferLedger copy() {
    return new TransferLedger(self, peer, round, new Items(items));
  }

  /** Returns the life of the other server. */
  public Life peer() {
    return peer;
  }

  /** Returns the round. */
  public long round() {
    return round;
  }

  /** Returns the side of what this server owns. */
  public SourceLedger source() {
    return source;
  }

  /** Returns the side of what the other server owns. */
  public TargetLedger target() {
    return target;
  }

  /** Returns where an item is, or null if it is none of this ledger's. */
  public @Nullable Place place(ItemId id) {
    Item item = items.get(id);
    return item == null ? null : item.place;
  }

  @Nullable Item item(ItemId id) {
    return items.get(id);
  }

  /** Returns what both sides share, for tests to compare. */
  Items items() {
    return items;
  }

  /** Returns whether this server serves an item of this ledger, as long as it has its lease. */
  public boolean serves(ItemId id) {
    return place(id) == Place.HERE;
  }

  /** Returns the items in a place; a snapshot. */
  public Set<ItemId> in(Place place) {
    return items.in(place);
  }

  /** Returns a message as it is sent to the other server. */
  public Envelope envelope(Message message) {
    return new Envelope(self, peer, round, message);
  }

  /** Takes a message from the other server and returns what is to be done. */
  public Step on(Envelope envelope) {
    if (!envelope.from().equals(peer) || !envelope.to().equals(self) || envelope.round() != round) {
      return new Step.Dropped("of another life or round");
    }
    if (items.over) {
      return new Step.Dropped("one of the two is out");
    }
    Message message = envelope.message();
    if (message instanceof Message.Stage m) {
      return target.on(m);
    } else if (message instanceof Message.Take m) {
      return target.on(m);
    } else if (message instanceof Message.Ask m) {
      return target.on(m);
    } else if (message instanceof Message.Ended m) {
      return target.on(m);
    } else if (message instanceof Message.Renamed m) {
      return target.on(m);
    } else if (message instanceof Message.Abort m) {
      return target.on(m);
    } else if (message instanceof Message.Done m) {
      return target.on(m);
    }
    return onAnswer(message);
  }

  private Step onAnswer(Message message) {
    if (message instanceof Message.Staged m) {
      return source.on(m);
    } else if (message instanceof Message.Taken m) {
      return source.on(m);
    } else if (message instanceof Message.TakeFailed m) {
      return source.on(m);
    } else if (message instanceof Message.Owns m) {
      return source.on(m);
    } else if (message instanceof Message.Noted m) {
      return source.on(m);
    } else if (message instanceof Message.StageFailed m) {
      return new Step.Failed(m.reason(), m.unfit());
    } else if (message instanceof Message.Refused m) {
      return new Step.Failed(m.reason(), "");
    } else if (message instanceof Message.Accepted m) {
      return new Step.Accepted(m.roomBytes());
    } else if (message instanceof Message.Aborted) {
      return new Step.Noted();
    }
    return new Step.Dropped("belongs to no round");
  }

  /**
   * This server is out, for good: it owns nothing of all this any more.
   *
   * @return what to take out of its container silently
   */
  public Set<ItemId> forfeit() {
    Set<ItemId> lost = items.in(Place.HERE, Place.IN_DOUBT, Place.ARRIVING);
    lost.forEach(id -> items.theirs(id).place = Place.AWAY);
    items.pending.clear();
    items.over = true;
    return lost;
  }

  /**
   * Takes over what the other server owned. Only when a majority has it out <em>and</em> its lease
   * has run out: nothing it said or says counts any more.
   *
   * @param term the roster's epoch at which it was out
   */
  public Takeover peerIsOut(long term) {
    items.over = true;
    items.term = Math.max(items.term, term);
    List<Step.Publish> publish = new ArrayList<>();
    Set<ItemId> lost = new TreeSet<>();
    items
        .all()
        .forEach(
            (id, item) -> {
              item.term = Math.max(item.term, term);
              if (item.place == Place.IN_DOUBT) {
                items.hereAgain(id, item);
              } else if (item.place == Place.AWAY) {
                Digest digest = item.stagedDigest;
                if (digest != null) {
                  item.place = Place.ARRIVING;
                  item.version = item.staged;
                  item.digest = digest;
                  publish.add(new Step.Publish(id, item.staged, digest, null));
                } else if (item.tombstone.isAfter(Version.NONE)) {
                  item.place = Place.ENDED;
                } else {
                  lost.add(id);
                }
              }
            });
    return new Takeover(List.copyOf(publish), lost);
  }

  /**
   * What comes with the end of the other server.
   *
   * @param publish to be put in place and confirmed as after any other {@link Step.Publish}; there
   *     is nobody to answer
   * @param lost known to have been there, and not kept here
   */
  public record Takeover(List<Step.Publish> publish, Set<ItemId> lost) {}
}
