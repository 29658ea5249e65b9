package dev.perennial.agent.duplex;

import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Staged;
import dev.perennial.coordinator.transfer.Message;
import java.util.concurrent.Semaphore;

/** Builds sessions of another server on trial, one at a time; nobody sees them. Thread-safe. */
final class Rehearsal {
  /** Larger ones are not tried: they would cost this server too much for a question. */
  static final int MOST_BYTES = 4 << 20;

  private final Inventory inventory;
  private final Semaphore one = new Semaphore(1);

  Rehearsal(Inventory inventory) {
    this.inventory = inventory;
  }

  Message.Rehearsed of(Message.Rehearse sample) {
    if (sample.bytes().length() > MOST_BYTES) {
      return new Message.Rehearsed("larger than " + MOST_BYTES + " bytes, so not tried", "");
    }
    if (!one.tryAcquire()) {
      return new Message.Rehearsed("busy with another trial", "");
    }
    try {
      Staged unused = inventory.build(sample.id(), sample.bytes());
      return new Message.Rehearsed("", "");
    } catch (CaptureException e) {
      return new Message.Rehearsed(String.valueOf(e.getMessage()), Transfer.unfit(e));
    } finally {
      one.release();
    }
  }
}
