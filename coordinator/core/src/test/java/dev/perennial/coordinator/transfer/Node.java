package dev.perennial.coordinator.transfer;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A server of the model: ledgers, a container, and what is kept ready. */
final class Node {
  final Life life;
  RoundBook book;

  /** As a source: of the present round, and of the one before, which still answers. */
  @Nullable TransferLedger ledger;

  @Nullable TransferLedger old;

  /** What the container holds; a state is the number of writes that it has seen. */
  final TreeMap<ItemId, Integer> content = new TreeMap<>();

  final TreeMap<ItemId, Integer> kept = new TreeMap<>();
  final TreeMap<ItemId, Arrival> arriving = new TreeMap<>();
  boolean alive = true;

  /** Its lease has run out: it may serve nothing, and can change no roster. */
  boolean suspended;

  /** The roster has it out. */
  boolean out;

  /** What is about to be put in place. */
  record Arrival(Life peer, long round, Version version, int state) {}

  Node(Life life) {
    this.life = life;
    this.book = new RoundBook(life);
  }

  Node(Node other) {
    life = other.life;
    book = other.book.copy();
    ledger = other.ledger == null ? null : other.ledger.copy();
    old = other.old == null ? null : other.old.copy();
    content.putAll(other.content);
    kept.putAll(other.kept);
    arriving.putAll(other.arriving);
    alive = other.alive;
    suspended = other.suspended;
    out = other.out;
  }

  /** Returns the ledger that a message from there belongs to. */
  @Nullable TransferLedger ledger(Life from, long round) {
    for (TransferLedger each : new TransferLedger[] {ledger, old}) {
      if (each != null && each.peer().equals(from) && each.round() == round) {
        return each;
      }
    }
    return book.ledger(new Envelope(from, life, round, new Message.Done(List.of()))).orElse(null);
  }

  /** Returns the ledger that knows where an item is: the newest that does. */
  @Nullable TransferLedger ledgerOf(ItemId id) {
    if (ledger != null) {
      return ledger;
    }
    TransferLedger taken = book.with("A").orElse(null);
    return taken != null && taken.place(id) != null ? taken : null;
  }

  boolean serves(ItemId id) {
    TransferLedger knows = ledgerOf(id);
    return alive && !suspended && knows != null && knows.serves(id);
  }
}
