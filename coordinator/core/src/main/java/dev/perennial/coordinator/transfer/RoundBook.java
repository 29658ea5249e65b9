package dev.perennial.coordinator.transfer;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rounds in which this server is, or was last, another one's successor: one for each other
 * server, and never an older one again, so that no message of the past finds a ledger without its
 * promises. Not thread-safe.
 */
public final class RoundBook {
  private final Life self;
  private final Map<String, TransferLedger> ledgers = new HashMap<>();

  public RoundBook(Life self) {
    this.self = self;
  }

  /** Returns an independent copy. */
  public RoundBook copy() {
    RoundBook copy = new RoundBook(self);
    ledgers.forEach((server, ledger) -> copy.ledgers.put(server, ledger.copy()));
    return copy;
  }

  /**
   * Answers an {@link Message.Offer}.
   *
   * @param refusal why this server cannot be the sender's successor now, in words; empty if it can
   * @return {@link Message.Accepted} or {@link Message.Refused}
   */
  public Message offered(Envelope offer, String refusal) {
    if (!offer.to().equals(self)) {
      return new Message.Refused("meant for another life of this server");
    }
    TransferLedger last = ledgers.get(offer.from().server());
    if (last != null) {
      if (isOlder(offer, last)) {
        return new Message.Refused("a later round has been offered already");
      }
      boolean again = offer.round() == last.round() && offer.from().equals(last.peer());
      if (again) {
        return last.target().givingBack()
            ? new Message.Refused("the round was given up")
            : new Message.Accepted();
      }
      if (isUnsettled(last, offer.from())) {
        return new Message.Refused("round " + last.round() + " is not settled yet");
      }
    }
    if (!refusal.isEmpty()) {
      return new Message.Refused(refusal);
    }
    ledgers.put(offer.from().server(), new TransferLedger(self, offer.from(), offer.round(), 0));
    return new Message.Accepted();
  }

  private static boolean isOlder(Envelope offer, TransferLedger last) {
    return offer.from().incarnation() < last.peer().incarnation()
        || offer.round() < last.round()
        || (offer.round() == last.round() && !offer.from().equals(last.peer()));
  }

  /** What was taken from this very life must go back first, and no doubt may be forgotten. */
  private static boolean isUnsettled(TransferLedger last, Life from) {
    return !last.in(Place.IN_DOUBT).isEmpty()
        || !last.in(Place.ARRIVING).isEmpty()
        || (from.equals(last.peer()) && !last.in(Place.HERE).isEmpty());
  }

  /** Returns the ledger that a message belongs to; if there is none it counts for nothing. */
  public Optional<TransferLedger> ledger(Envelope envelope) {
    TransferLedger ledger = ledgers.get(envelope.from().server());
    return ledger == null
            || !envelope.to().equals(self)
            || !envelope.from().equals(ledger.peer())
            || envelope.round() != ledger.round()
        ? Optional.empty()
        : Optional.of(ledger);
  }

  /** Returns the last ledger with a server, if any. */
  public Optional<TransferLedger> with(String server) {
    return Optional.ofNullable(ledgers.get(server));
  }

  /** Returns whether this server serves an item that it took from any other. */
  public boolean serves(ItemId id) {
    return ledgers.values().stream().anyMatch(l -> l.serves(id));
  }
}
