package dev.perennial.agent.duplex;

import dev.perennial.agent.container.CaptureException;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Place;
import dev.perennial.coordinator.transfer.Step;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends what this server owns to the other server of a {@link Transfer}: copies while it is still
 * served here, and hands over. Thread-safe; one item is handed over by one thread at a time, and
 * others that want it wait.
 */
final class Outbound {
  /** So many bytes may be on their way at once. */
  private static final long WINDOW_BYTES = 8L << 20;

  /** An item may be refused so often: each time it goes in a newer version. */
  private static final int MAX_REFUSALS = 3;

  /** An item may change under its capture so often before its turn comes later. */
  private static final int MAX_CAPTURES = 20;

  /** The application's own code may take so long to write a session. */
  private static final Duration WRITE_LIMIT = Duration.ofSeconds(4);

  /** While a request waits for it, whose thread may hold what the application's code waits for. */
  private static final Duration BRIEF_LIMIT = Duration.ofSeconds(1);

  private final Transfer transfer;
  private final Duration callLimit;
  private final boolean setsAside;
  private final Questions questions;
  private final AtomicLong copied = new AtomicLong();

  /**
   * @param callLimit for one answer
   * @param setsAside whether a session that cannot be written or read is not tried again with each
   *     pass, but when it has changed
   */
  Outbound(Transfer transfer, Questions questions, Duration callLimit, boolean setsAside) {
    this.transfer = transfer;
    this.questions = questions;
    this.callLimit = callLimit;
    this.setsAside = setsAside;
  }

  /** Returns how many states were sent by all passes. */
  long copied() {
    return copied.get();
  }

  /**
   * Why an item is still here.
   *
   * @param reason in words
   * @param unfit whether the application's own code cannot write or read it, so that the next try
   *     will hardly help
   */
  record Refusal(String reason, boolean unfit) {}

  /**
   * Sends the present state of each item that the other server does not have as it is. What cannot
   * be written, or read there, is left behind, see {@link Transfer#left}.
   *
   * @return how many were sent
   * @throws HandoverException if a part cannot be captured, or the other server refuses, or no
   *     answer came; the others were sent nevertheless
   */
  long copy(Collection<ItemId> ids) throws HandoverException, InterruptedException {
    Window window = new Window(WINDOW_BYTES, callLimit);
    long sent = 0;
    HandoverException broken = null;
    for (ItemId id : ids) {
      Optional<Message> message = Optional.empty();
      try {
        message = next(id);
      } catch (CaptureException e) {
        if (id.kind() == ItemId.Kind.PART) {
          broken = new HandoverException(cannotBeCaptured(id, e), e);
        } else {
          setAside(id, "it cannot be written here: " + e.getMessage());
        }
      }
      if (message.isPresent()) {
        sent++;
        window.add(
            size(message.get()), transfer.send(message.get()).thenAccept(s -> staged(id, s)));
      }
    }
    window.close();
    copied.addAndGet(sent);
    if (broken != null) {
      throw broken;
    }
    return sent;
  }

  private static String cannotBeCaptured(ItemId id, CaptureException why) {
    return id + " cannot be captured: " + why.getMessage();
  }

  private Optional<Message> next(ItemId id) throws CaptureException, InterruptedException {
    Optional<Message> tombstone = transfer.with(l -> l.source().tombstone(id));
    if (tombstone.isPresent()) {
      return tombstone;
    }
    try {
      return capture(id, WRITE_LIMIT, (l, digest, bytes) -> l.source().captured(id, digest, bytes));
    } catch (CaptureException e) {
      if (e.isOfChanges()) {
        // The ledger knows, and its turn comes again in the next pass.
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What hangs while it is written is left behind, and the rest is captured. */
  private <M extends Message> Optional<Message> capture(
      ItemId id, Duration limit, Transfer.Noting<M> note)
      throws CaptureException, InterruptedException {
    while (true) {
      try {
        return transfer.capture(id, limit, note);
      } catch (CaptureException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        boolean patient = limit.equals(WRITE_LIMIT);
        if (e.part().isEmpty()
            || !patient
            || !transfer.left().exclude(id, e.part(), "writing it: " + e.getMessage())) {
          throw e;
        }
        transfer.left().hung(e.part());
      }
    }
  }

  /** What was ended or handed over meanwhile need not be kept ready there. */
  private void staged(ItemId id, Step step) {
    if (!(step instanceof Step.Failed failed) || transfer.place(id) != Place.HERE) {
      return;
    }
    String why = transfer.peer().server() + " cannot read it: " + failed.reason();
    if (failed.unfit().isEmpty() || id.kind() == ItemId.Kind.PART) {
      throw new IllegalStateException(
          transfer.peer().server() + " cannot take " + id + " over: " + failed.reason());
    } else if (isExcluded(id, failed.unfit(), why)) {
      // Without that attribute it goes with the next pass.
      boolean unused = transfer.with(l -> l.source().touched(id));
    } else {
      setAside(id, why);
    }
  }

  private void setAside(ItemId id, String why) {
    transfer.left().cannotMove(id, why);
    if (setsAside) {
      boolean unused = transfer.with(l -> l.source().setAside(id));
    }
  }

  private boolean isExcluded(ItemId id, String unfit, String why) {
    return !unfit.isEmpty()
        && !unfit.equals(Message.WHOLE)
        && transfer.left().exclude(id, unfit, why);
  }

  private static long size(Message message) {
    if (message instanceof Message.Stage stage) {
      return stage.bytes().length();
    }
    return message instanceof Message.Take take && take.bytes() != null ? take.bytes().length() : 0;
  }

  /**
   * Hands items over, many at once.
   *
   * @return why some are still here
   */
  Map<ItemId, Refusal> handOverAll(Collection<ItemId> ids) throws InterruptedException {
    Map<ItemId, CompletableFuture<Step>> asked = new LinkedHashMap<>();
    Map<ItemId, Refusal> refused = new LinkedHashMap<>();
    Window window = new Window(WINDOW_BYTES, callLimit);
    for (ItemId id : ids) {
      Optional<Message> take = Optional.empty();
      try {
        take = prepare(id, WRITE_LIMIT);
      } catch (CaptureException e) {
        refused.put(id, new Refusal(cannotBeCaptured(id, e), true));
      }
      if (take.isPresent()) {
        CompletableFuture<Step> answer = transfer.send(take.get());
        asked.put(id, answer);
        window.addTolerant(size(take.get()), answer);
      }
    }
    for (ItemId id : ids) {
      CompletableFuture<Step> answer = asked.get(id);
      if (answer != null && questions.await(answer) instanceof Step.StillHere here) {
        boolean unused = isExcluded(id, here.unfit(), unreadable(here));
      }
      if (!refused.containsKey(id)) {
        handOver(id).ifPresent(why -> refused.put(id, why));
      }
    }
    return refused;
  }

  private String unreadable(Step.StillHere here) {
    return transfer.peer().server() + " cannot read it: " + here.reason();
  }

  /**
   * Hands one item over; returns when the other server owns it, it has ended, or why it is still
   * here.
   */
  Optional<Refusal> handOver(ItemId id) throws InterruptedException {
    return handOver(id, WRITE_LIMIT);
  }

  /** As {@link #handOver}, but without much patience with the application's own code. */
  Optional<Refusal> handOverBriefly(ItemId id) throws InterruptedException {
    return handOver(id, BRIEF_LIMIT);
  }

  private Optional<Refusal> handOver(ItemId id, Duration limit) throws InterruptedException {
    Refusal refusal = new Refusal("", false);
    for (int refusals = 0; refusals < MAX_REFUSALS; ) {
      Place place = transfer.place(id);
      if (place == null || place == Place.AWAY || place == Place.ENDED) {
        return Optional.empty();
      }
      if (place == Place.HERE) {
        Optional<Message> take;
        try {
          take = prepare(id, limit);
        } catch (CaptureException e) {
          return Optional.of(new Refusal(cannotBeCaptured(id, e), true));
        }
        if (take.isEmpty()) {
          if (transfer.place(id) == Place.HERE) {
            return Optional.of(
                new Refusal(id + " changes all the while, or nothing leaves any more", false));
          }
          continue;
        }
        Step step = questions.await(transfer.send(take.get()));
        if (step instanceof Step.StillHere here
            && !isExcluded(id, here.unfit(), unreadable(here))) {
          boolean unfit = !here.unfit().isEmpty() && id.kind() == ItemId.Kind.SESSION;
          refusal = new Refusal(unfit ? unreadable(here) : here.reason(), unfit);
          refusals++;
        }
      } else if (!questions.settle(id)) {
        return Optional.of(new Refusal(transfer.peer() + " is out", false));
      }
    }
    return Optional.of(refusal);
  }

  /**
   * Returns the question to take an item as it is now; nothing if it is not here, or changes. A
   * session is captured for it in any case: threads of the application change it, too, of which
   * nobody tells.
   *
   * @throws CaptureException if it cannot be captured
   */
  private Optional<Message> prepare(ItemId id, Duration limit)
      throws CaptureException, InterruptedException {
    if (transfer.place(id) == Place.HERE) {
      transfer.passivate(id);
    }
    for (int i = 0; i < MAX_CAPTURES && transfer.place(id) == Place.HERE; i++) {
      try {
        Optional<Message> take =
            capture(id, limit, (l, digest, bytes) -> l.source().take(id, digest, bytes));
        if (take.isPresent()) {
          return take;
        }
      } catch (CaptureException e) {
        if (!e.isOfChanges()) {
          throw e;
        }
        // It changed while it was captured: once more.
      }
    }
    return Optional.empty();
  }
}
