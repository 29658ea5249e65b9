package dev.perennial.agent.duplex;

import dev.perennial.agent.link.MessageCodec;
import dev.perennial.coordinator.transfer.Message;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Asks the other server whether it is there, in the life that took what has left: nothing but its
 * own answer proves that. Its process may have ended, or stand still, seconds before the cluster
 * notices.
 *
 * @param limit for an answer, however often it is asked
 * @param nanos monotonic clock
 */
record Confirmation(Transfer transfer, Duration limit, LongSupplier nanos) {
  private static final long RETRY_MILLIS = 100;

  /** Returns why it is not certain, in words; empty if it is. Blocks, bounded. */
  String missing() throws InterruptedException {
    long deadline = nanos.getAsLong() + limit.toNanos();
    String why;
    do {
      why = askOnce(deadline);
      if (why.isEmpty()) {
        return "";
      }
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    } while (nanos.getAsLong() < deadline);
    return transfer.peer() + " does not confirm that it has what was handed over: " + why;
  }

  /** What it has been told before, and answers as often as it is told. */
  private String askOnce(long deadline) throws InterruptedException {
    try {
      long left = Math.max(1, deadline - nanos.getAsLong());
      byte[] answer = transfer.call(new Message.Done(List.of())).get(left, TimeUnit.NANOSECONDS);
      if (answer.length == 0) {
        return "the round is over there";
      }
      Message message = MessageCodec.decode(answer).message();
      if (message instanceof Message.Refused refused) {
        return refused.reason();
      }
      return message instanceof Message.Noted ? "" : "it answers " + message;
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause().getMessage());
    } catch (TimeoutException e) {
      return "no answer within " + limit.toMillis() + " ms";
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
