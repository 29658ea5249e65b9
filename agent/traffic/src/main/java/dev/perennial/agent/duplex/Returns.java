package dev.perennial.agent.duplex;

import dev.perennial.agent.duplex.SuccessorDesk.Standing;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What goes back to a server that has handed over: each change, for as long as that server is there
 * and could take everything back; and everything, if it gives its switch-over up. Parts are not
 * copied back, as they would have to be paused for that. Has a thread of its own while it lasts.
 */
final class Returns implements Runnable {
  private static final long PACE_MILLIS = 200;
  private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Transfer transfer;
  private final Inventory inventory;
  private final Outbound outbound;
  private final Supplier<Standing> standing;
  private final Consumer<Set<ItemId>> cut;
  private final Consumer<Returns> ended;
  private final Consumer<String> log;

  private volatile boolean givingBack;

  /** Guarded by "this". */
  private boolean over;

  /** Of its own thread alone. */
  private long sent;

  private long told;
  private final LastTries lastTries;
  private long toldNanos;

  /**
   * @param standing what has become of the other server
   * @param cut ends the connections of requests in flight that use one of these sessions
   * @param ended told of this object when that is so
   */
  Returns(
      Transfer transfer,
      Inventory inventory,
      Duration callLimit,
      Supplier<Standing> standing,
      Consumer<Set<ItemId>> cut,
      Consumer<Returns> ended,
      Consumer<String> log) {
    this.transfer = transfer;
    this.inventory = inventory;
    this.lastTries = new LastTries(transfer);
    Questions questions = new Questions(transfer, callLimit, () -> !lasts());
    this.outbound = new Outbound(transfer, questions, callLimit, false);
    this.standing = standing;
    this.cut = cut;
    this.ended = ended;
    this.log = log;
  }

  Transfer transfer() {
    return transfer;
  }

  /** Returns whether the other server serves again what it had handed over. */
  boolean isTakenBack() {
    return standing.get() == Standing.TOOK_BACK;
  }

  /** Returns whether the item was taken, also if it has just ended here. */
  boolean hadTaken(ItemId id) {
    Place place = transfer.place(id);
    return place == Place.HERE || place == Place.AWAY;
  }

  void start() {
    Thread thread = new Thread(null, this, "perennial-return", 0, false);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * The other server gives up: it gets back what was taken.
   *
   * @return whether it does; otherwise this has ended already, and another one is to do it
   */
  synchronized boolean giveBack() {
    givingBack = true;
    return !over;
  }

  private synchronized boolean goesOn() {
    over = !lasts();
    return !over;
  }

  void touched(String sessionId) {
    boolean unused = transfer.with(l -> l.source().touched(ItemId.session(sessionId)));
  }

  void ended(String sessionId) {
    // Said again with the next copies, should it be lost.
    Optional<Message> unused = transfer.with(l -> l.source().ended(ItemId.session(sessionId)));
  }

  void renamed(String sessionId, String newId) {
    Optional<Message> unused =
        transfer.with(l -> l.source().renamed(ItemId.session(sessionId), ItemId.session(newId)));
  }

  @Override
  public void run() {
    try {
      while (goesOn() && !isBack()) {
        copyBack();
        TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
      }
      if (isTakenBack()) {
        forfeit();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.accept(this);
    }
  }

  /** Who was taken for lost and asks for what it handed over is there. */
  private boolean lasts() {
    return switch (standing.get()) {
      case HANDING_OVER -> true;
      case LOST -> givingBack;
      case IN_SERVICE, TOOK_BACK, GONE -> false;
    };
  }

  /** Whatever ended this thread early, the other server would wait for what it is owed. */
  private boolean isBack() throws InterruptedException {
    try {
      return givingBack && giveAllBack();
    } catch (RuntimeException | Error e) {
      Suppressed.count(e, "giving back");
      log.accept("giving back to " + transfer.peer() + " goes on after " + e);
      return false;
    }
  }

  /**
   * The other server serves them again: here they end without a word to the application. What was
   * let in before must not be acknowledged by this server any more.
   */
  private void forfeit() {
    Set<ItemId> lost = transfer.forfeit();
    cut.accept(lost);
    log.accept(
        lost.size() + " items are no more served here: " + transfer.peer() + " took them back");
  }

  /** Every change would be too much to read. */
  private void tell() {
    long now = System.nanoTime();
    if (sent > told && (told == 0 || now - toldNanos > TELL_NANOS)) {
      log.accept((sent - told) + " changed states were sent back to " + transfer.peer());
      told = sent;
      toldNanos = now;
    }
  }

  private void copyBack() throws InterruptedException {
    try {
      sent += outbound.copy(transfer.with(l -> l.source().pending()));
      tell();
    } catch (HandoverException | RuntimeException | Error e) {
      // It restarts, or cannot build what has changed here: it may not need it, and is told again.
      TimeUnit.MILLISECONDS.sleep(PACE_MILLIS);
    }
  }

  /** Returns whether all is back. */
  private boolean giveAllBack() throws InterruptedException {
    transfer.with(
        l -> {
          l.source().switching(Math.max(1, transfer.takenTerm()));
          return true;
        });
    Set<ItemId> left = transfer.with(l -> l.source().remaining());
    List<ItemId> ready = new ArrayList<>();
    for (ItemId id : left) {
      if (transfer.place(id) != Place.HERE || id.kind() == ItemId.Kind.SESSION || pause(id)) {
        ready.add(id);
      }
    }
    outbound.handOverAll(ready).forEach(this::notGivenBack);
    boolean all = transfer.with(l -> l.source().remaining()).isEmpty();
    if (all) {
      // The application's own part of that name goes on here.
      inventory.unpauseAll().forEach(log);
    }
    return all;
  }

  /** What the application's own code keeps here must not keep the rest: it stays behind. */
  private void notGivenBack(ItemId id, Outbound.Refusal why) {
    boolean leaves = lastTries.isLast(id, why);
    if (leaves) {
      lastTries.leave(id, why.reason());
    }
    log.accept(
        id
            + (leaves ? " stays behind, and is lost: " : " could not be given back yet: ")
            + why.reason());
  }

  private boolean pause(ItemId id) {
    for (MovablePart part : inventory.parts()) {
      if (part.name().equals(id.name())) {
        try {
          inventory.pause(part, Duration.ofSeconds(2));
          return transfer.with(l -> l.source().touched(id));
        } catch (MovablePart.PartException e) {
          log.accept(id + " cannot be paused, and is not given back yet: " + e.getMessage());
          return false;
        }
      }
    }
    return true;
  }
}
