package dev.perennial.agent.duplex;

import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Staged;
import dev.perennial.agent.link.MessageCodec;
import dev.perennial.agent.link.MessageFormatException;
import dev.perennial.coordinator.transfer.Digest;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Life;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Place;
import dev.perennial.coordinator.transfer.StateBytes;
import dev.perennial.coordinator.transfer.Step;
import dev.perennial.coordinator.transfer.TransferLedger;
import dev.perennial.coordinator.transfer.Version;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Does what a {@link TransferLedger} decides: builds, publishes, detaches, keeps what is ready, and
 * carries the messages. Thread-safe: the ledger is guarded by this object's lock, which is held for
 * no capture, build, publication or call.
 */
final class Transfer {
  private final AtomicLong takenTerm = new AtomicLong();

  private final TransferLedger ledger;
  private final Inventory inventory;
  private final PeerCalls peers;
  private final LeftBehind left = new LeftBehind();
  private volatile Room room = Room.forAll();

  /** Items of which a capture is under way: two at once would hide changes from each other. */
  private final Set<ItemId> capturing = new HashSet<>();

  /** The highest version of an item that is ready here and visible to nobody. */
  private final Map<ItemId, Kept> kept = new HashMap<>();

  private long bytesSent;

  Transfer(TransferLedger ledger, Inventory inventory, PeerCalls peers) {
    this.ledger = ledger;
    this.inventory = inventory;
    this.peers = peers;
  }

  private record Kept(Version version, Staged staged) {}

  Life peer() {
    return ledger.peer();
  }

  /** Returns what does not move, and why. */
  LeftBehind left() {
    return left;
  }

  /** Returns which sessions have a place at the other server. */
  Room room() {
    return room;
  }

  /** The other server has no room for all sessions. */
  void limit(Room next) {
    room = next;
  }

  /** This server has taken something under that term. */
  void takenUnder(long term) {
    long unused = takenTerm.accumulateAndGet(term, Math::max);
  }

  /** Returns the highest term under which this server has taken something; 0 for nothing. */
  long takenTerm() {
    return takenTerm.get();
  }

  /** Returns what the ledger says, read or noted under its lock. */
  synchronized <T> T with(Function<TransferLedger, T> ask) {
    return ask.apply(ledger);
  }

  synchronized @Nullable Place place(ItemId id) {
    return ledger.place(id);
  }

  Set<ItemId> in(Place place) {
    return with(l -> l.in(place));
  }

  /** Returns how many sessions the other server has acknowledged to own. */
  long sessionsAway() {
    return in(Place.AWAY).stream().filter(i -> i.kind() == ItemId.Kind.SESSION).count();
  }

  /** An item belongs to this server, and may have changed. */
  synchronized void own(ItemId id) {
    boolean unused = ledger.source().own(id);
  }

  /** Sessions that the ledger has not heard of; those that it knows are not dirty for that. */
  synchronized void ownNew(Set<ItemId> sessions) {
    for (ItemId id : sessions) {
      if (ledger.place(id) == null) {
        own(id);
      }
    }
  }

  /** A session may have changed; if it has ended that is no reason to bring it back. */
  void touched(ItemId session) {
    if (inventory.hasSession(session)) {
      own(session);
    }
  }

  synchronized long bytesSent() {
    return bytesSent;
  }

  /**
   * Waits until an item is neither in doubt nor being put in place, bounded; returns where it is
   * then.
   */
  @Nullable Place awaitSettled(ItemId id, long limitMillis) throws InterruptedException {
    return awaitWhile(id, place -> place == Place.IN_DOUBT || place == Place.ARRIVING, limitMillis);
  }

  /**
   * Waits until an item is neither here nor on its way, bounded; returns where it is then.
   *
   * @param leaving false once nothing leaves any more; {@link #wake} has it asked again
   */
  @Nullable Place awaitGone(ItemId id, long limitMillis, BooleanSupplier leaving)
      throws InterruptedException {
    return awaitWhile(id, place -> isComing(place) && leaving.getAsBoolean(), limitMillis);
  }

  private synchronized @Nullable Place awaitWhile(
      ItemId id, Predicate<@Nullable Place> coming, long limitMillis) throws InterruptedException {
    long deadline = System.nanoTime() + limitMillis * 1_000_000;
    long left = limitMillis;
    while (coming.test(ledger.place(id)) && left > 0) {
      wait(left);
      left = (deadline - System.nanoTime()) / 1_000_000;
    }
    return ledger.place(id);
  }

  synchronized void wake() {
    notifyAll();
  }

  private static boolean isComing(@Nullable Place place) {
    return place == Place.HERE || place == Place.IN_DOUBT || place == Place.ARRIVING;
  }

  /** Sends a message and lets the ledger have the answer; the step is done when this completes. */
  CompletableFuture<Step> send(Message message) {
    byte[] bytes = MessageCodec.encode(ledger.envelope(message));
    synchronized (this) {
      bytesSent += bytes.length;
    }
    return peers.call(peer().server(), bytes).thenApply(this::answered);
  }

  /** Sends a message of which the answer changes nothing here. */
  CompletableFuture<byte[]> call(Message message) {
    return peers.call(peer().server(), MessageCodec.encode(ledger.envelope(message)));
  }

  private Step answered(byte[] bytes) {
    if (bytes.length == 0) {
      return new Step.Dropped("the other server had no answer");
    }
    Envelope answer;
    try {
      answer = MessageCodec.decode(bytes);
    } catch (MessageFormatException e) {
      throw new IllegalStateException(
          "the answer of " + peer() + " is not understood: " + e.getMessage(), e);
    }
    synchronized (this) {
      Step step = ledger.on(answer);
      try {
        if (step instanceof Step.HandedOver gone) {
          // Under the lock: it might come back at once, and must not be taken away after that.
          keep(gone.id(), gone.version(), inventory.detach(gone.id()));
        }
      } finally {
        notifyAll();
      }
      return step;
    }
  }

  /** Takes a message of the other server; returns the answer, if there is one. */
  Optional<Message> receive(Envelope envelope) {
    Step step = with(l -> l.on(envelope));
    if (envelope.message() instanceof Message.Done) {
      releaseAll();
    }
    if (step instanceof Step.Answer answer) {
      return Optional.of(answer.message());
    } else if (step instanceof Step.Build build) {
      return Optional.of(build(build));
    } else if (step instanceof Step.Publish publish) {
      return publish(publish);
    } else if (step instanceof Step.Discard discard) {
      release(discard.id());
      return Optional.of(discard.answer());
    } else if (step instanceof Step.GiveBack giveBack) {
      return Optional.of(giveBack.answer());
    }
    return Optional.empty();
  }

  private Message build(Step.Build b) {
    Staged made;
    try {
      made = inventory.build(b.id(), b.bytes());
    } catch (CaptureException e) {
      String why = String.valueOf(e.getMessage());
      return with(l -> l.target().stageFailed(b.id(), b.version(), why, unfit(e)));
    }
    synchronized (this) {
      Message answer = ledger.target().staged(b.id(), b.version(), b.digest());
      if (answer instanceof Message.Staged) {
        keep(b.id(), b.version(), made);
      }
      return answer;
    }
  }

  /** Returns what is at fault where an item could not be built, as the protocol says it. */
  static String unfit(CaptureException e) {
    return e.part().isEmpty() ? Message.WHOLE : e.part();
  }

  private Optional<Message> publish(Step.Publish p) {
    try {
      ready(p).publish();
    } catch (Throwable e) {
      // Whatever it was: an item that goes on arriving would be nobody's for ever.
      CaptureException failed = CaptureException.of(p.id() + " is not put in place", e);
      String why = String.valueOf(failed.getMessage());
      return settled(p, l -> l.target().publishFailed(p.id(), p.version(), why, unfit(failed)));
    }
    return settled(p, l -> l.target().published(p.id(), p.version()));
  }

  private synchronized Optional<Message> settled(
      Step.Publish p, Function<TransferLedger, Message> note) {
    kept.remove(p.id());
    if (ledger.place(p.id()) != Place.ARRIVING) {
      // Forfeited meanwhile: the other server serves it.
      inventory.detach(p.id());
      return Optional.empty();
    }
    Message answer = note.apply(ledger);
    notifyAll();
    return Optional.of(answer);
  }

  private Staged ready(Step.Publish p) throws CaptureException {
    StateBytes bytes = p.bytes();
    if (bytes != null) {
      return inventory.build(p.id(), bytes);
    }
    synchronized (this) {
      Kept ready = kept.get(p.id());
      if (ready == null || !ready.version.equals(p.version())) {
        throw new CaptureException(p.id() + " is not kept in version " + p.version());
      }
      return ready.staged;
    }
  }

  private void keep(ItemId id, Version version, Staged staged) {
    kept.merge(
        id, new Kept(version, staged), (old, next) -> old.version.isAfter(version) ? old : next);
  }

  private synchronized void release(ItemId id) {
    kept.remove(id);
  }

  synchronized boolean isKept(ItemId id) {
    return kept.containsKey(id);
  }

  synchronized boolean hasKept() {
    return !kept.isEmpty();
  }

  /** Forgets all that is ready here: nobody will want it any more. */
  synchronized void releaseAll() {
    kept.clear();
  }

  /** An item leaves with its next capture: what saves itself for that does so now. */
  void passivate(ItemId id) {
    if (with(l -> l.source().leaves()) && inventory.passivate(id)) {
      boolean unused = with(l -> l.source().touched(id));
    }
  }

  /**
   * Captures an item and notes it, unless it changes meanwhile. Whatever ends it before, an error
   * included, the item counts as changed.
   *
   * @param limit how long the application's own code may take
   * @param note what the ledger makes of the capture
   * @return what to send, if anything
   */
  <M extends Message> Optional<Message> capture(ItemId id, Duration limit, Noting<M> note)
      throws CaptureException, InterruptedException {
    if (!begin(id)) {
      return Optional.empty();
    }
    boolean noted = false;
    try {
      Snapshot snapshot = inventory.capture(id, left.leaveOut(id), limit);
      if (snapshot == null) {
        forget(id);
      } else {
        left.captured(id, snapshot.left());
        room.measured(id, snapshot.bytes().length());
      }
      Optional<Message> message = with(l -> note(l, id, snapshot, note));
      noted = true;
      return message;
    } finally {
      over(id, noted);
    }
  }

  private synchronized boolean begin(ItemId id) throws InterruptedException {
    while (capturing.contains(id)) {
      wait();
    }
    boolean begun = ledger.source().begin(id);
    if (begun) {
      capturing.add(id);
    }
    return begun;
  }

  private synchronized void over(ItemId id, boolean noted) {
    capturing.remove(id);
    if (!noted) {
      ledger.source().captureFailed(id);
    }
    notifyAll();
  }

  /** A session has ended: there is nothing of it to move. */
  void forget(ItemId id) {
    left.forget(id);
    room.ended(id);
  }

  /** There is no place for a session at the other server: its turn comes when it is used again. */
  void setAsideForRoom(ItemId id) {
    left.noRoom(id, inventory.idleMillis(id));
    boolean unused = with(l -> l.source().setAside(id));
  }

  /** As {@link #leave}, for want of room. */
  Optional<Message> leaveForRoom(ItemId id) {
    left.noRoom(id, inventory.idleMillis(id));
    return leave(id);
  }

  /** An item is served by nobody any more in this round; returns what to tell the other server. */
  Optional<Message> leave(ItemId id, String reason) {
    left.cannotMove(id, reason);
    return leave(id);
  }

  private synchronized Optional<Message> leave(ItemId id) {
    Optional<Message> message = ledger.source().leave(id);
    notifyAll();
    return message;
  }

  private static <M extends Message> Optional<Message> note(
      TransferLedger ledger, ItemId id, @Nullable Snapshot snapshot, Noting<M> note) {
    return snapshot == null
        ? ledger.source().ended(id)
        : note.of(ledger, snapshot.digest(), snapshot.bytes()).map(m -> m);
  }

  /**
   * The other server serves it all again: here it ends without a word to the application.
   *
   * @return what was served here
   */
  Set<ItemId> forfeit() {
    Set<ItemId> lost = with(TransferLedger::forfeit);
    // What is being put in place at this moment is taken away again when it is.
    lost.forEach(inventory::detach);
    return lost;
  }

  /** What a ledger makes of a capture. */
  interface Noting<M extends Message> {
    Optional<M> of(TransferLedger ledger, Digest digest, StateBytes bytes);
  }

  /**
   * Takes over what the other server owned, from what is kept here. Only once that server is out
   * for good.
   *
   * @param term the roster's epoch at which it was out
   * @return what is known to have been there and is lost
   */
  Set<ItemId> peerIsOut(long term) {
    TransferLedger.Takeover takeover = with(l -> l.peerIsOut(term));
    Set<ItemId> lost = new TreeSet<>(takeover.lost());
    for (Step.Publish p : takeover.publish()) {
      if (publish(p).orElse(null) instanceof Message.TakeFailed failed) {
        lost.add(failed.id());
      }
    }
    synchronized (this) {
      // Whoever is just putting an item in place, at the other server's last word, still needs it.
      kept.keySet().removeIf(id -> ledger.place(id) != Place.ARRIVING);
      notifyAll();
    }
    return lost;
  }
}
