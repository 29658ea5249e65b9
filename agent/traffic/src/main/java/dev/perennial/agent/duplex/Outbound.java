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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends what this server owns to the other server of a {@link Transfer}: copies while it is still
 * served here, and hands over. Thread-safe; one item is handed over by one thread at a time, and
 * others that want it wait.
 */
final class Outbound {
  /** So many bytes may be on their way at once. */
  private static final long WINDOW_BYTES = 8L << 20;

  private static final Duration RETRY = Duration.ofMillis(50);

  /** An item may be refused so often: each time it goes in a newer version. */
  private static final int MAX_REFUSALS = 3;

  /** An item may change under its capture so often before its turn comes later. */
  private static final int MAX_CAPTURES = 20;

  private final Transfer transfer;
  private final Duration callLimit;
  private final Duration retry;
  private final BooleanSupplier peerOut;
  private final AtomicLong copied = new AtomicLong();

  /**
   * @param peerOut whether the other server is known to be out: no answer will ever come
   */
  Outbound(Transfer transfer, Duration callLimit, BooleanSupplier peerOut) {
    this(transfer, callLimit, RETRY, peerOut);
  }

  /**
   * @param retry between two questions about the same item
   */
  Outbound(Transfer transfer, Duration callLimit, Duration retry, BooleanSupplier peerOut) {
    this.transfer = transfer;
    this.callLimit = callLimit;
    this.retry = retry;
    this.peerOut = peerOut;
  }

  /** Returns how many states were sent by all passes. */
  long copied() {
    return copied.get();
  }

  /**
   * Sends the present state of each item that the other server does not have as it is.
   *
   * @return how many were sent
   * @throws HandoverException if one cannot be captured for an error, or be kept there, or no
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
        // If it changed all the while, the ledger knows, and its turn comes again in the next pass.
        if (e.isOfAnError()) {
          broken = new HandoverException(cannotBeCaptured(id, e), e);
        }
      }
      if (message.isPresent()) {
        sent++;
        window.add(size(message.get()), transfer.send(message.get()).thenAccept(s -> check(id, s)));
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

  private Optional<Message> next(ItemId id) throws CaptureException {
    Optional<Message> tombstone = transfer.with(l -> l.source().tombstone(id));
    if (tombstone.isPresent()) {
      return tombstone;
    }
    return transfer.capture(id, (l, digest, bytes) -> l.source().captured(id, digest, bytes));
  }

  /** What was ended or handed over meanwhile need not be kept ready there. */
  private void check(ItemId id, Step step) {
    if (step instanceof Step.Failed failed && transfer.place(id) == Place.HERE) {
      throw new IllegalStateException(
          transfer.peer().server() + " cannot take " + id + " over: " + failed.reason());
    }
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
   * @return why some are still here, in words
   */
  Map<ItemId, String> handOverAll(Collection<ItemId> ids) throws InterruptedException {
    Map<ItemId, CompletableFuture<Step>> asked = new LinkedHashMap<>();
    Map<ItemId, String> refused = new LinkedHashMap<>();
    Window window = new Window(WINDOW_BYTES, callLimit);
    for (ItemId id : ids) {
      Optional<Message> take = Optional.empty();
      try {
        take = prepare(id);
      } catch (CaptureException e) {
        refused.put(id, cannotBeCaptured(id, e));
      }
      if (take.isPresent()) {
        CompletableFuture<Step> answer = transfer.send(take.get());
        asked.put(id, answer);
        window.addTolerant(size(take.get()), answer);
      }
    }
    for (ItemId id : ids) {
      CompletableFuture<Step> answer = asked.get(id);
      if (answer != null) {
        await(answer);
      }
      if (!refused.containsKey(id)) {
        handOver(id).ifPresent(why -> refused.put(id, why));
      }
    }
    return refused;
  }

  /**
   * Hands one item over; returns when the other server owns it, it has ended, or why it is still
   * here.
   */
  Optional<String> handOver(ItemId id) throws InterruptedException {
    String why = "";
    for (int refusals = 0; refusals < MAX_REFUSALS; ) {
      Place place = transfer.place(id);
      if (place == null || place == Place.AWAY || place == Place.ENDED) {
        return Optional.empty();
      }
      if (place == Place.HERE) {
        Optional<Message> take;
        try {
          take = prepare(id);
        } catch (CaptureException e) {
          return Optional.of(cannotBeCaptured(id, e));
        }
        if (take.isEmpty()) {
          if (transfer.place(id) == Place.HERE) {
            return Optional.of(id + " changes all the while, or nothing leaves any more");
          }
          continue;
        }
        Step step = await(transfer.send(take.get()));
        if (step instanceof Step.StillHere here) {
          why = here.reason();
          refusals++;
        }
      } else if (!settle(id)) {
        return Optional.of(transfer.peer() + " is out");
      }
    }
    return Optional.of(why);
  }

  /**
   * Returns the question to take an item as it is now; nothing if it is not here, or changes.
   *
   * @throws CaptureException if it cannot be captured for an error
   */
  private Optional<Message> prepare(ItemId id) throws CaptureException {
    if (transfer.place(id) == Place.HERE) {
      transfer.passivate(id);
    }
    for (int i = 0; i < MAX_CAPTURES && transfer.place(id) == Place.HERE; i++) {
      Optional<Message.Take> bare = transfer.with(l -> l.source().take(id));
      if (bare.isPresent()) {
        return bare.map(t -> t);
      }
      try {
        Optional<Message> take =
            transfer.capture(id, (l, digest, bytes) -> l.source().take(id, digest, bytes));
        if (take.isPresent()) {
          return take;
        }
      } catch (CaptureException e) {
        // It changed while it was captured: once more. An error would only come again.
        if (e.isOfAnError()) {
          throw e;
        }
      }
    }
    return Optional.empty();
  }

  /** Asks again about an item in doubt until it is in doubt no more; false if the peer is out. */
  private boolean settle(ItemId id) throws InterruptedException {
    Place place = transfer.place(id);
    while (place == Place.IN_DOUBT || place == Place.ARRIVING) {
      if (place == Place.IN_DOUBT && peerOut.getAsBoolean()) {
        return false;
      }
      place = transfer.awaitSettled(id, retry.toMillis());
      if (place == Place.IN_DOUBT) {
        Optional<Message.Take> again = transfer.with(l -> l.source().again(id));
        if (again.isPresent()) {
          await(transfer.send(again.get()));
          place = transfer.place(id);
        }
      }
    }
    return true;
  }

  /** Returns what came of a question, or null if nobody knows. */
  private @Nullable Step await(CompletableFuture<Step> answer) throws InterruptedException {
    try {
      return answer.get(callLimit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return null;
    }
  }

  /**
   * Asks something of which the answer must be had.
   *
   * @throws HandoverException if there was none
   */
  Step ask(Message message) throws HandoverException, InterruptedException {
    try {
      return transfer.send(message).get(callLimit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new HandoverException(
          transfer.peer().server() + " could not be asked: " + e.getCause().getMessage(), e);
    } catch (TimeoutException e) {
      throw new HandoverException(
          transfer.peer().server() + " gave no answer within " + callLimit.toMillis() + " ms", e);
    }
  }

  /** Asks about everything in doubt, once. */
  void askInDoubt() throws InterruptedException {
    for (ItemId id : transfer.in(Place.IN_DOUBT)) {
      Optional<Message.Ask> ask = transfer.with(l -> l.source().ask(id));
      if (ask.isPresent()) {
        await(transfer.send(ask.get()));
      }
    }
  }
}
