package dev.perennial.coordinator.transfer;

import dev.perennial.coordinator.transfer.Scenario.Broken;

/** Breaks rules of the protocol from outside. Does nothing in a scenario without broken rules. */
final class Sabotage {
  private Sabotage() {}

  /** Returns the message as the ledger gets to see it. */
  static Envelope tamper(Scenario scenario, TransferLedger ledger, Envelope sent) {
    if (scenario.broken().contains(Broken.ANY_VERSION_IS_TAKEN)
        && sent.message() instanceof Message.Take take
        && take.bytes() == null) {
      Item item = ledger.item(take.id());
      if (item != null && item.stagedDigest != null) {
        return sent(
            sent, new Message.Take(take.id(), item.staged, item.stagedDigest, take.term(), null));
      }
    }
    if (scenario.broken().contains(Broken.ANY_VERSION_IS_TAKEN)
        && sent.message() instanceof Message.Taken taken) {
      Item item = ledger.item(taken.id());
      if (item != null && item.digest != null) {
        return sent(sent, new Message.Taken(taken.id(), item.version, item.digest));
      }
    }
    if (scenario.broken().contains(Broken.ANY_ACK_COUNTS)
        && sent.message() instanceof Message.Staged staged) {
      Item item = ledger.item(staged.id());
      if (item != null && item.digest != null) {
        item.dirty = false;
        return sent(sent, new Message.Staged(staged.id(), item.version, item.digest));
      }
    }
    return sent;
  }

  private static Envelope sent(Envelope original, Message message) {
    return new Envelope(original.from(), original.to(), original.round(), message);
  }

  static void forget(Scenario scenario, TransferLedger ledger, Message message) {
    ItemId id = Model.idOf(message);
    Item item = id == null ? null : ledger.item(id);
    if (item != null && scenario.broken().contains(Broken.REFUSAL_IS_FORGOTTEN)) {
      item.fence = Version.NONE;
    }
  }
}
