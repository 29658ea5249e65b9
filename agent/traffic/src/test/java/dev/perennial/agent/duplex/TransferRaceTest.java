package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.MemoryContainer;
import dev.perennial.agent.duplex.SuccessorDesk.Standing;
import dev.perennial.agent.interleave.Interleavings;
import dev.perennial.agent.interleave.Scenario;
import dev.perennial.agent.link.MessageCodec;
import dev.perennial.coordinator.transfer.Digest;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.StateBytes;
import dev.perennial.coordinator.transfer.TransferLedger;
import dev.perennial.coordinator.transfer.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What comes over links, and what the roster says, in every order of their steps. */
@Timeout(120)
@ResourceLock(Interleavings.ONE_AT_A_TIME)
final class TransferRaceTest {
  private static final ItemId SESSION = ItemId.session("a");
  private static final byte[] STATE = "1--clock-".getBytes(StandardCharsets.UTF_8);
  private static final Version FIRST = new Version(0, 1);
  private static final Digest DIGEST = Digest.of(STATE, 1);

  private static Envelope fromA(Message message) {
    long round = RoundNumber.of(TwoServers.A, TwoServers.B, 1);
    return new Envelope(TwoServers.A, TwoServers.B, round, message);
  }

  private static Message.Take take(@Nullable StateBytes bytes) {
    return new Message.Take(SESSION, FIRST, DIGEST, TwoServers.EPOCH, bytes);
  }

  /** B, as far as it keeps and takes what A sends. */
  private abstract static class Successor implements Scenario {
    final MemoryContainer container = new MemoryContainer();
    final Inventory inventory = new Inventory(TwoServers.containers(container), List::of);
    final Transfer transfer =
        new Transfer(
            new TransferLedger(
                TwoServers.B, TwoServers.A, RoundNumber.of(TwoServers.A, TwoServers.B, 1), 0),
            inventory,
            new FakeSuccessor());

    Successor() {
      receive(new Message.Stage(SESSION, FIRST, DIGEST, new StateBytes(STATE)));
    }

    final void receive(Message message) {
      Optional<Message> unused = transfer.receive(fromA(message));
    }
  }

  /**
   * A dies while its last word is still being done: the session is in place, by one or the other.
   */
  @Test
  void whatArrivesWhileItsSenderIsFoundToBeOutIsNotLost() throws Exception {
    Interleavings.of(SenderOut.class, 2).explore().assertHolds();
  }

  static final class SenderOut extends Successor {
    @Override
    public Map<String, Runnable> threads() {
      return Map.of(
          "link",
          () -> receive(take(null)),
          "tick",
          () -> assertThat(transfer.peerIsOut(TwoServers.EPOCH + 1)).isEmpty());
    }

    @Override
    public void check() {
      assertThat(container.sessions).containsKey("a");
    }
  }

  /** A has taken back while its Take is still being done here: it is served there alone. */
  @Test
  void whatArrivesWhileItIsForfeitedIsNotServed() throws Exception {
    Interleavings.of(Forfeited.class, 2).explore().assertHolds();
  }

  static final class Forfeited extends Successor {
    @Override
    public Map<String, Runnable> threads() {
      return Map.of("link", () -> receive(take(null)), "return", () -> transfer.forfeit());
    }

    @Override
    public void check() {
      assertThat(container.sessions).isEmpty();
    }
  }

  /** A session that was kept ready for a server that died is at no time nobody's. */
  @Test
  void whatIsTakenOverFromTheDeadIsKnownAllTheWhile() throws Exception {
    Interleavings.of(TakenOver.class, 2).explore().assertHolds();
  }

  static final class TakenOver implements Scenario {
    private final MemoryContainer container = new MemoryContainer();
    private final SuccessorDesk desk;

    TakenOver() throws IOException {
      Containers containers = TwoServers.containers(container);
      Source source = new Source(new FakeSuccessor());
      desk =
          new SuccessorDesk(
              new SuccessorDesk.Context(
                  () -> Optional.of(TwoServers.B),
                  containers,
                  new Inventory(containers, List::of),
                  source.outgoing,
                  Asked.ids(),
                  new FakeSuccessor(),
                  DuplexSettings.defaults(),
                  from -> "",
                  (life, round) -> Standing.GONE,
                  server -> true,
                  () -> -1,
                  sessions -> {},
                  line -> {},
                  line -> {}));
      ask("A", fromA(new Message.Offer(container.fingerprint, 1, 9, List.of())));
      ask("A", fromA(new Message.Stage(SESSION, FIRST, DIGEST, new StateBytes(STATE))));
    }

    private Message ask(String from, Envelope envelope) throws IOException {
      return MessageCodec.decode(desk.answer(from, MessageCodec.encode(envelope))).message();
    }

    private void whoHas() {
      Message question = new Message.WhoHas(List.of(SESSION), "");
      try {
        Message.Has has =
            (Message.Has) ask("A", new Envelope(TwoServers.A, TwoServers.B, 0, question));
        assertThat(has.where()).isNotEqualTo(Message.Where.NOT_KNOWN);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Map<String, Runnable> threads() {
      return Map.of("tick", desk::tick, "link", this::whoHas);
    }

    @Override
    public void check() {
      assertThat(container.sessions).containsKey("a");
    }
  }

  /** What goes back is of the highest term under which something was taken. */
  @Test
  void theHighestTermCounts() throws Exception {
    Interleavings.of(Terms.class, 2).explore().assertHolds();
  }

  static final class Terms implements Scenario {
    private final FakeSuccessor old = new FakeSuccessor();
    private volatile Standing standing = Standing.HANDING_OVER;
    private final MemoryContainer container = new MemoryContainer();
    private final Inventory inventory = new Inventory(TwoServers.containers(container), List::of);
    private final Transfer transfer =
        new Transfer(
            new TransferLedger(
                TwoServers.B, TwoServers.A, RoundNumber.of(TwoServers.A, TwoServers.B, 1), 0),
            inventory,
            old);
    private final Returns returns =
        new Returns(
            transfer,
            inventory,
            Duration.ofSeconds(5),
            () -> standing,
            sessions -> {},
            r -> {},
            line -> {});

    Terms() {
      Optional<Message> unused = transfer.receive(fromA(take(new StateBytes(STATE))));
      assertThat(returns.giveBack()).isTrue();
    }

    @Override
    public Map<String, Runnable> threads() {
      return Map.of("one", () -> transfer.takenUnder(7), "two", () -> transfer.takenUnder(9));
    }

    @Override
    public void check() {
      returns.run();
      assertThat(container.sessions).isEmpty();
      assertThat(((Message.Take) old.last()).term()).isEqualTo(9);
      standing = Standing.GONE;
    }
  }
}
