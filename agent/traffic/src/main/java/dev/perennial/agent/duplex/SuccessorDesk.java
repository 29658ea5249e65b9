package dev.perennial.agent.duplex;

import dev.perennial.agent.ids.OwnIds;
import dev.perennial.agent.link.MessageCodec;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Life;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Message.Where;
import dev.perennial.coordinator.transfer.Place;
import dev.perennial.coordinator.transfer.RoundBook;
import dev.perennial.coordinator.transfer.TransferLedger;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers other servers' messages: takes their sessions and parts over, and says which sessions are
 * served here. As long as a server could still take back what it has handed over, what becomes of
 * it here is sent back. Thread-safe.
 */
public final class SuccessorDesk {
  private final Context context;
  private final Rehearsal rehearsal;

  private @Nullable Life self;
  private @Nullable RoundBook book;
  private final Map<String, Transfer> transfers = new ConcurrentHashMap<>();

  /** Those of which something was taken that could still be taken back; empty almost always. */
  private final List<Returns> returns = new CopyOnWriteArrayList<>();

  public SuccessorDesk(Context context) {
    this.context = context;
    this.rehearsal = new Rehearsal(context.inventory());
  }

  /**
   * What it works with.
   *
   * @param self this life, once it is known
   * @param containers whose sessions move
   * @param inventory of all that moves
   * @param outgoing what this server itself hands over
   * @param ids of the sessions that this server has
   * @param peers links to the other servers
   * @param settings bounds
   * @param refusal why this server cannot be a successor of the named one now, in words; empty if
   *     it can
   * @param standing what the roster says of a life that has handed over to this server
   * @param isDead whether a server's process is known to be dead, not merely out of sight
   * @param room heap that this server could still take, in bytes; negative if that is not known
   * @param cut ends the connections of requests in flight that use one of these sessions
   * @param log for people
   * @param alerts for people who are to look at once
   */
  public record Context(
      Supplier<Optional<Life>> self,
      Containers containers,
      Inventory inventory,
      Outgoing outgoing,
      OwnIds ids,
      PeerCalls peers,
      DuplexSettings settings,
      Function<String, String> refusal,
      Standings standing,
      Predicate<String> isDead,
      LongSupplier room,
      Consumer<Set<ItemId>> cut,
      Consumer<String> log,
      Consumer<String> alerts) {}

  /** What has become of a server that hands, or has handed over. */
  public enum Standing {
    /** It is under way, or waits for its restart: it could still take everything back. */
    HANDING_OVER,
    /** It serves again what it has, or had, of its own: nothing more comes of this round. */
    IN_SERVICE,
    /** This server was taken for lost, and the other one serves again what it had handed over. */
    TOOK_BACK,
    /** A majority sees it no more: it is dead, or cut off. */
    LOST,
    /** That life is over. */
    GONE
  }

  /** Reads the roster. */
  public interface Standings {
    /** Returns what the roster says of that life's round of rejuvenation. */
    Standing of(Life life, long round);

    /** Returns whether this server's lease lasts: nobody can have taken back what it took. */
    default boolean mayServeTaken() {
      return true;
    }
  }

  private Standing standing(Transfer transfer) {
    long round = transfer.with(TransferLedger::round);
    return context.standing().of(transfer.peer(), RoundNumber.round(round));
  }

  /**
   * Answers one message.
   *
   * @param peer name of the authenticated sender
   * @return the answer; empty where there is none to give yet: the sender is to ask again
   * @throws IOException if the bytes are no message, or not the sender's
   */
  public byte[] answer(String peer, byte[] message) throws IOException {
    Envelope envelope = MessageCodec.decode(message);
    if (!envelope.from().server().equals(peer)) {
      throw new IOException(peer + " sends a message in the name of " + envelope.from());
    }
    Optional<Message> answer = answer(envelope);
    return answer.isPresent() ? MessageCodec.encode(envelope.answer(answer.get())) : new byte[0];
  }

  private Optional<Message> answer(Envelope envelope) {
    if (envelope.message() instanceof Message.WhoHas question) {
      return Optional.of(Whereabouts.of(question, this::whereIs, context.containers()::hasSession));
    }
    if (envelope.message() instanceof Message.WhichIds known) {
      long life = context.self().get().map(Life::incarnation).orElse(0L);
      return Optional.of(context.ids().since(known, life, isApart()));
    }
    if (envelope.message() instanceof Message.Rehearse sample) {
      return Optional.of(rehearsal.of(sample));
    }
    if (envelope.message() instanceof Message.Offer offer) {
      return Optional.of(offered(envelope, offer));
    }
    Optional<Transfer> transfer = context.outgoing().transfer(envelope).or(() -> taking(envelope));
    if (transfer.isEmpty()) {
      return Optional.of(
          new Message.Refused(
              "round " + envelope.round() + " of " + envelope.from() + " is not known here"));
    }
    Optional<Message> answer = transfer.get().receive(envelope);
    answer.ifPresent(a -> noteTaken(transfer.get(), envelope.message(), a));
    return answer;
  }

  private void noteTaken(Transfer transfer, Message question, Message answer) {
    if (question instanceof Message.Take take && answer instanceof Message.Taken) {
      transfer.takenUnder(take.term());
      lookAfter(transfer, false);
    } else if (question instanceof Message.Abort) {
      givenUp(transfer);
    } else if (question instanceof Message.Done done) {
      done.left().forEach(line -> context.log().accept(transfer.peer().server() + ": " + line));
    }
  }

  /**
   * A server that was taken for lost and comes back is asked by the others only once they know:
   * until then what is kept ready here says that its sessions are somebody's.
   */
  private void givenUp(Transfer transfer) {
    if (standing(transfer) != Standing.LOST) {
      transfer.releaseAll();
    }
    if (!transfer.in(Place.HERE).isEmpty()) {
      lookAfter(transfer, true);
    }
  }

  /** Nothing for what this server itself has handed over: when that comes back, it stays. */
  private synchronized void lookAfter(Transfer transfer, boolean givesBack) {
    if (transfers.get(transfer.peer().server()) != transfer) {
      return;
    }
    for (Returns known : returns) {
      if (known.transfer() == transfer && (!givesBack || known.giveBack())) {
        return;
      }
    }
    Returns fresh =
        new Returns(
            transfer,
            context.inventory(),
            context.settings().callLimit(),
            () -> standing(transfer),
            context.cut(),
            returns::remove,
            context.log());
    if (givesBack) {
      // Before it looks whether there is anything to do.
      var unused = fresh.giveBack();
    }
    returns.add(fresh);
    try {
      fresh.start();
    } catch (OutOfMemoryError e) {
      // No thread to be had: the next message of that server tries again.
      returns.remove(fresh);
      throw e;
    }
  }

  private synchronized Optional<Transfer> taking(Envelope envelope) {
    Transfer transfer = transfers.get(envelope.from().server());
    boolean known = book != null && book.ledger(envelope).isPresent();
    return known ? Optional.ofNullable(transfer) : Optional.empty();
  }

  private Message offered(Envelope envelope, Message.Offer offer) {
    String refusal = context.refusal().apply(envelope.from().server());
    String fingerprint = context.containers().fingerprint();
    if (refusal.isEmpty() && !offer.fingerprint().equals(fingerprint)) {
      refusal =
          "other applications run here, or one of them is just being loaded: fingerprint "
              + fingerprint
              + ", offered "
              + offer.fingerprint();
    }
    return offered(envelope, offer, refusal);
  }

  private synchronized Message offered(Envelope envelope, Message.Offer offer, String refusal) {
    RoundBook present = book();
    if (present == null) {
      return new Message.Refused("this server is not on the roster yet");
    }
    String from = envelope.from().server();
    Transfer last = transfers.get(from);
    Message answer =
        last == null
            ? present.offered(envelope, refusal)
            : last.with(l -> present.offered(envelope, refusal));
    TransferLedger ledger = present.with(from).orElse(null);
    if (ledger != null && (last == null || !last.with(l -> l == ledger))) {
      transfers.put(from, new Transfer(ledger, context.inventory(), context.peers()));
      context
          .log()
          .accept("accepted to succeed " + envelope.from() + ": " + offer.items() + " items");
      offer.unmovable().forEach(line -> context.log().accept(from + " cannot move " + line));
    }
    return answer instanceof Message.Accepted
        ? new Message.Accepted(context.room().getAsLong())
        : answer;
  }

  /** The book of this life; promises given by an earlier one were given in its name. */
  private @Nullable RoundBook book() {
    Life now = context.self().get().orElse(null);
    if (now != null && !now.equals(self)) {
      self = now;
      book = new RoundBook(now);
      transfers.clear();
    }
    return book;
  }

  /** A session on its way is at no time nobody's: who asks in between must ask again. */
  private Message.Has whereIs(ItemId id) {
    // Before and after: it may leave, or be taken back, while this is asked.
    Where before = taken(id);
    Message.Has has = context.outgoing().where(id.name());
    if (context.outgoing().isLeft(id.name())) {
      return has;
    }
    return has.where() == Where.NOT_KNOWN
        ? new Message.Has(before == Where.NOT_KNOWN ? taken(id) : before, "")
        : has;
  }

  private Where taken(ItemId id) {
    for (Returns some : returns) {
      Place place = some.transfer().place(id);
      if (place == Place.ARRIVING || place == Place.IN_DOUBT) {
        return Where.ON_ITS_WAY;
      }
    }
    // In this order: what is put in place meanwhile is kept until it is there.
    boolean kept = isKept(id);
    if (context.inventory().hasSession(id)) {
      return isInQuestion(id.name()) ? Where.ON_ITS_WAY : Where.HERE;
    }
    return kept ? Where.ON_ITS_WAY : Where.NOT_KNOWN;
  }

  /**
   * Returns whether a session of another server is kept ready here: should that server have died,
   * it is nobody's for a moment, and by no means new.
   */
  boolean isKept(ItemId id) {
    // Mostly nothing ever was: then no lock is taken.
    return !transfers.isEmpty() && isNowKept(id);
  }

  private synchronized boolean isNowKept(ItemId id) {
    return transfers.values().stream().anyMatch(t -> t.isKept(id));
  }

  /**
   * Returns whether a session that is here was taken from a server which, for all that is known
   * here, could take it back: it is served only with a lease. Allocates nothing while there is no
   * such server.
   */
  boolean isLeased(String sessionId) {
    if (returns.isEmpty()) {
      return false;
    }
    ItemId id = ItemId.session(sessionId);
    return returns.stream().anyMatch(r -> r.transfer().place(id) == Place.HERE);
  }

  /**
   * Returns whether a session that is here was taken back by the server that it came from: it ends
   * here as soon as the thread that sees to it comes to that.
   */
  boolean isTakenBack(String sessionId) {
    if (returns.isEmpty()) {
      return false;
    }
    ItemId id = ItemId.session(sessionId);
    return returns.stream().anyMatch(r -> r.isTakenBack() && r.hadTaken(id));
  }

  /**
   * Returns whether no session that is here may be served elsewhere by now; cheap, for each
   * request.
   */
  boolean isUnquestioned() {
    if (returns.isEmpty()) {
      return true;
    }
    return context.standing().mayServeTaken() && returns.stream().noneMatch(Returns::isTakenBack);
  }

  /** Returns whether a session that is here may be served elsewhere by now. */
  boolean isInQuestion(String sessionId) {
    return isTakenBack(sessionId) || (isLeased(sessionId) && !context.standing().mayServeTaken());
  }

  /** Returns whether every server that could take something back has it in its last state. */
  boolean isSentBack() {
    return returns.stream().allMatch(r -> r.transfer().with(l -> l.source().pendingCount()) == 0);
  }

  /** A request that used this session is over. */
  public void touched(String id) {
    if (returns.isEmpty()) {
      // At the end of each request, almost always; an iterator would be an object for each.
      return;
    }
    for (Returns some : returns) {
      some.touched(id);
    }
  }

  /** The application has ended the session. */
  public void ended(String id) {
    for (Returns some : returns) {
      some.ended(id);
    }
  }

  /** The session goes on under another id. */
  public void renamed(String id, String newId) {
    for (Returns some : returns) {
      some.renamed(id, newId);
    }
  }

  /** Returns whether where a session is follows from whether its container has it. */
  private boolean isApart() {
    return context.outgoing().current() == null && returns.isEmpty() && !hasKept();
  }

  /** Returns whether something is kept ready here, so that there is something to look after. */
  public synchronized boolean hasKept() {
    return transfers.values().stream().anyMatch(Transfer::hasKept);
  }

  /**
   * Looks what has become of the servers that hand over to this one: lets go of what was kept ready
   * for one that has changed its mind, and serves what was kept ready for one that died meanwhile.
   * What is merely cut off still serves it. To be called about once a second; may block for a
   * second.
   */
  public void tick() {
    List<Transfer> present;
    synchronized (this) {
      present = List.copyOf(transfers.values());
    }
    for (Transfer transfer : present) {
      if (transfer.hasKept()) {
        switch (standing(transfer)) {
          case HANDING_OVER -> {}
          case IN_SERVICE, TOOK_BACK -> transfer.releaseAll();
          case GONE -> takeOver(transfer);
          case LOST -> {
            if (context.isDead().test(transfer.peer().server())) {
              takeOver(transfer);
            }
          }
        }
      }
    }
  }

  private void takeOver(Transfer transfer) {
    Set<ItemId> before = transfer.in(Place.HERE);
    Set<ItemId> lost = transfer.peerIsOut(0);
    int taken = transfer.in(Place.HERE).size() - before.size();
    context
        .alerts()
        .accept(
            transfer.peer()
                + " died while it was duplexed: "
                + taken
                + " sessions go on here as they were sent last (loss L2: what changed since); "
                + lost.size()
                + " known ones are lost (loss L1)"
                + (lost.isEmpty() ? "" : ": " + lost));
  }
}
