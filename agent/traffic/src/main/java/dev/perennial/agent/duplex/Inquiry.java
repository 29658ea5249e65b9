package dev.perennial.agent.duplex;

import dev.perennial.agent.ids.PeerIds;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Message.Where;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What one request wants to know of other servers. The thread that makes it waits in it; whoever
 * carries questions there puts the answers in. Thread-safe.
 */
final class Inquiry {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final Message.Sought sought;
  private final List<ItemId> ids;
  private final Answers answers;
  private final long deadline;
  private final LongSupplier nanos;
  private final long asked;

  /** Who has not answered yet. */
  private final Map<String, PeerIds> outstanding = new LinkedHashMap<>();

  private final Thread waiter = Thread.currentThread();
  private volatile boolean awaitsFirst;
  private volatile boolean over;

  /**
   * @param answers takes them, under this object's lock
   * @param deadline after which nobody waits, on the clock of {@code nanos}
   */
  Inquiry(Message.Sought sought, Answers answers, long deadline, LongSupplier nanos) {
    this.sought = sought;
    this.ids = sought.ids();
    this.answers = answers;
    this.deadline = deadline;
    this.nanos = nanos;
    asked = nanos.getAsLong();
  }

  Message.Sought sought() {
    return sought;
  }

  /** Returns whether nobody waits for answers any more. */
  boolean isOver() {
    return over;
  }

  /** The answer of this server counts, whether it comes or not. */
  synchronized void needs(String server, PeerIds known) {
    outstanding.put(server, known);
  }

  synchronized void answered(String server, Message.Found found) {
    if (!over && outstanding.remove(server) != null) {
      answers.add(server, new Message.Has(found.where(), found.server(), found.index()));
      wakeIfDone();
    }
  }

  /**
   * A server cannot be asked now. Returns whether it is to be asked again, as it may yet turn out
   * that it did not matter.
   */
  synchronized boolean failed(String server) {
    PeerIds known = over ? null : outstanding.get(server);
    if (known == null) {
      return false;
    }
    if (!known.mayHave(ids, nanos.getAsLong())) {
      return true;
    }
    outstanding.remove(server);
    answers.silent(server);
    wakeIfDone();
    return false;
  }

  private void wakeIfDone() {
    if (answers.isSettled() || outstanding.isEmpty() || awaitsFirst) {
      LockSupport.unpark(waiter);
    }
  }

  /** Waits a moment for some of them; returns whether the others are to be asked, too. */
  boolean awaitFirst(List<String> some, long limitNanos) throws InterruptedException {
    awaitsFirst = true;
    await(() -> some.stream().anyMatch(outstanding::containsKey) ? limitNanos - waited() : 0);
    awaitsFirst = false;
    return !isSettled();
  }

  /** Waits for all answers that matter. */
  void awaitAll() throws InterruptedException {
    await(this::longest);
  }

  private long waited() {
    return nanos.getAsLong() - asked;
  }

  private synchronized boolean isSettled() {
    return answers.isSettled();
  }

  /**
   * Parks instead of waiting in the monitor, which the JVM would have to make for each of these
   * short-lived objects. It is looked again now and then: an answer wakes nobody who waits for
   * another one.
   *
   * @param left how long is to be waited at most, as of now
   */
  private void await(LongSupplier left) throws InterruptedException {
    for (long now = left(left); now > 0; now = left(left)) {
      LockSupport.parkNanos(this, Math.min(now, LOOK_NANOS));
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private synchronized long left(LongSupplier left) {
    return answers.isSettled() ? 0 : left.getAsLong();
  }

  private long longest() {
    long now = nanos.getAsLong();
    long longest = 0;
    for (PeerIds known : outstanding.values()) {
      longest = Math.max(longest, known.waitUntil(ids, asked, deadline, now) - now);
    }
    return longest;
  }

  /**
   * No answer is taken any more. Who has fallen silent and had none of the sessions counts as if it
   * had said so; everybody else without an answer is silent.
   *
   * @param passedOver is told of each of the former
   */
  synchronized void end(Consumer<String> passedOver) {
    over = true;
    long now = nanos.getAsLong();
    outstanding.forEach(
        (server, known) -> {
          if (known.isExcused(ids, now)) {
            answers.add(server, new Message.Has(Where.NOT_KNOWN, ""));
            passedOver.accept(server);
          } else {
            answers.silent(server);
          }
        });
  }

  @Override
  public String toString() {
    return sought.ids().stream().map(ItemId::name).toList() + " of " + outstanding.keySet();
  }
}
