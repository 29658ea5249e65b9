package dev.perennial.agent.duplex;

import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.Place;
import dev.perennial.coordinator.transfer.Step;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Asks the other server of a {@link Transfer}, and waits for its answers. Thread-safe. */
final class Questions {
  private static final Duration RETRY = Duration.ofMillis(50);
  private static final int MOST_TIMES = 3;

  private final Transfer transfer;
  private final Duration callLimit;
  private final Duration retry;
  private final BooleanSupplier peerOut;

  /**
   * @param callLimit for one answer
   * @param peerOut whether the other server is known to be out: no answer will ever come
   */
  Questions(Transfer transfer, Duration callLimit, BooleanSupplier peerOut) {
    this(transfer, callLimit, RETRY, peerOut);
  }

  /**
   * @param retry between two questions about the same item
   */
  Questions(Transfer transfer, Duration callLimit, Duration retry, BooleanSupplier peerOut) {
    this.transfer = transfer;
    this.callLimit = callLimit;
    this.retry = retry;
    this.peerOut = peerOut;
  }

  /** Asks again about an item in doubt until it is in doubt no more; false if the peer is out. */
  boolean settle(ItemId id) throws InterruptedException {
    Place place = transfer.place(id);
    while (place == Place.IN_DOUBT || place == Place.ARRIVING) {
      if (place == Place.IN_DOUBT && peerOut.getAsBoolean()) {
        return false;
      }
      place = transfer.awaitSettled(id, retry.toMillis());
      if (place == Place.IN_DOUBT) {
        Optional<Message.Take> again = transfer.with(l -> l.source().again(id));
        if (again.isPresent()) {
          Step unused = await(transfer.send(again.get()));
          place = transfer.place(id);
        }
      }
    }
    return true;
  }

  /** Returns what came of a question, or null if nobody knows. */
  @Nullable Step await(CompletableFuture<Step> answer) throws InterruptedException {
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

  /** Says something that it would be a pity not to have heard; a few times, should it get lost. */
  void tell(Message message) throws InterruptedException {
    for (int times = 0; times < MOST_TIMES; times++) {
      if (await(transfer.send(message)) != null || peerOut.getAsBoolean()) {
        return;
      }
    }
  }

  /** Asks about everything in doubt, once. */
  void askInDoubt() throws InterruptedException {
    for (ItemId id : transfer.in(Place.IN_DOUBT)) {
      Optional<Message.Ask> ask = transfer.with(l -> l.source().ask(id));
      if (ask.isPresent()) {
        Step unused = await(transfer.send(ask.get()));
      }
    }
  }
}
