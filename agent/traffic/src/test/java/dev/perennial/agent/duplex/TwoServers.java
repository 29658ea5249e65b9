package dev.perennial.agent.duplex;

import dev.perennial.agent.container.MemoryContainer;
import dev.perennial.agent.duplex.SuccessorDesk.Standing;
import dev.perennial.agent.link.MessageCodec;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Life;
import dev.perennial.coordinator.transfer.Message;
import dev.perennial.coordinator.transfer.TransferLedger;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Server A hands over to server B; between them a network that a test may spoil. */
final class TwoServers implements AutoCloseable {
  static final Life A = new Life("A", 1);
  static final Life B = new Life("B", 4);
  static final long EPOCH = 7;

  final MemoryContainer here = new MemoryContainer();
  final MemoryContainer there = new MemoryContainer();
  final List<MemoryPart> partsHere = new ArrayList<>();
  final List<MemoryPart> partsThere = new ArrayList<>();
  final List<String> log = new CopyOnWriteArrayList<>();
  final SuccessorDesk desk;
  final Outgoing outgoingOfB = new Outgoing();
  final Inventory inventoryHere = new Inventory(containers(here), () -> List.copyOf(partsHere));
  volatile Standing standing = Standing.HANDING_OVER;
  volatile boolean successorOut;

  /** Heap that B could still take, in bytes. */
  volatile long room = -1;

  volatile boolean dead;
  volatile boolean mayServeTaken = true;
  final List<ItemId> cut = new CopyOnWriteArrayList<>();
  volatile Network network = Network.GOOD;
  private volatile Transfer atA;

  /** What answers B in the name of A. */
  volatile PeerCalls towardsA = this::toA;

  /** Decides about each message on its way from A to B. */
  interface Network {
    Network GOOD = (message, deliver) -> deliver.deliver();

    CompletableFuture<byte[]> carry(Message message, Delivery deliver);
  }

  /** Has B answer. */
  interface Delivery {
    CompletableFuture<byte[]> deliver();
  }

  TwoServers() {
    desk =
        new SuccessorDesk(
            new SuccessorDesk.Context(
                () -> Optional.of(B),
                containers(there),
                inventory(there, partsThere),
                outgoingOfB,
                Asked.ids(),
                (server, bytes) -> towardsA.call(server, bytes),
                DuplexSettings.defaults(),
                from -> "",
                new Others(),
                server -> dead,
                () -> room,
                sessions -> cut.addAll(sessions),
                log::add,
                log::add));
  }

  private final class Others implements SuccessorDesk.Standings {
    @Override
    public Standing of(Life life, long round) {
      return standing;
    }

    @Override
    public boolean mayServeTaken() {
      return mayServeTaken;
    }
  }

  private static Inventory inventory(MemoryContainer container, List<MemoryPart> parts) {
    return new Inventory(containers(container), () -> List.copyOf(parts));
  }

  static Containers containers(MemoryContainer container) {
    Containers containers = new Containers();
    containers.add(container);
    return containers;
  }

  /** Begins a round of A; B has accepted it. */
  Transfer begin(long round) {
    Transfer transfer =
        new Transfer(
            new TransferLedger(A, B, RoundNumber.of(A, B, round), 0), inventoryHere, this::toB);
    transfer.send(offer()).join();
    atA = transfer;
    here.sessions.keySet().forEach(id -> own(transfer, ItemId.session(id)));
    transfer.with(
        l -> {
          l.source().switching(EPOCH);
          return true;
        });
    return transfer;
  }

  Outbound outbound(Transfer transfer) {
    Duration callLimit = Duration.ofSeconds(5);
    Questions questions =
        new Questions(transfer, callLimit, Duration.ofMillis(1), () -> successorOut);
    return new Outbound(transfer, questions, callLimit, true);
  }

  static void own(Transfer transfer, ItemId id) {
    boolean unused = transfer.with(l -> l.source().own(id));
  }

  Message.Offer offer() {
    return new Message.Offer(here.fingerprint, here.sessions.size(), 0, List.of());
  }

  Message ask(Envelope envelope) throws IOException {
    return MessageCodec.decode(desk.answer("A", MessageCodec.encode(envelope))).message();
  }

  CompletableFuture<byte[]> toB(String server, byte[] bytes) {
    try {
      Message message = MessageCodec.decode(bytes).message();
      return network.carry(message, () -> delivered(bytes));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<byte[]> delivered(byte[] bytes) {
    try {
      return CompletableFuture.completedFuture(desk.answer("A", bytes));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<byte[]> toA(String server, byte[] bytes) {
    try {
      Envelope envelope = MessageCodec.decode(bytes);
      Optional<Message> answer = atA.receive(envelope);
      return CompletableFuture.completedFuture(
          answer.map(m -> MessageCodec.encode(envelope.answer(m))).orElse(new byte[0]));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Ends what sends changes back. */
  @Override
  public void close() {
    standing = Standing.GONE;
  }
}
