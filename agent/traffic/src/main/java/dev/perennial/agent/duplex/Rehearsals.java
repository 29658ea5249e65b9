package dev.perennial.agent.duplex;

import dev.perennial.agent.link.MessageCodec;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Life;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.StateBytes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks other servers whether they could build a session, on trial. Thread-safe.
 *
 * @param self this server's name
 * @param servers those that may be asked, the likeliest successor first
 */
public record Rehearsals(String self, PeerCalls peers, Supplier<List<String>> servers) {
  private static final Duration LIMIT = Duration.ofSeconds(6);

  /**
   * What one server says.
   *
   * @param reason why it cannot, or has not tried; empty if it can
   * @param unfit the attribute that is at fault, {@link Message#WHOLE}, or empty
   */
  record Answer(String server, String reason, String unfit) {}

  /** Returns the first answer that there is; empty if no server can be asked. */
  Optional<Answer> build(String sessionId, byte[] bytes) throws InterruptedException {
    Message question = new Message.Rehearse(ItemId.session(sessionId), new StateBytes(bytes));
    for (String server : servers.get()) {
      Optional<Answer> answer = ask(server, question);
      if (answer.isPresent()) {
        return answer;
      }
    }
    return Optional.empty();
  }

  private Optional<Answer> ask(String server, Message question) throws InterruptedException {
    byte[] request =
        MessageCodec.encode(new Envelope(new Life(self, 0), new Life(server, 0), 0, question));
    try {
      byte[] answer = peers.call(server, request).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return MessageCodec.decode(answer).message() instanceof Message.Rehearsed said
          ? Optional.of(new Answer(server, said.reason(), said.unfit()))
          : Optional.empty();
    } catch (ExecutionException | TimeoutException | IOException e) {
      // It is out, or an older agent that knows no such question: the next one may.
      return Optional.empty();
    }
  }
}
