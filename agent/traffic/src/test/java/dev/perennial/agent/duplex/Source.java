package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.container.MemoryContainer;
import dev.perennial.agent.gate.FakeExchange;
import dev.perennial.agent.gate.Forwarder;
import dev.perennial.agent.gate.GateListener;
import dev.perennial.agent.gate.RequestGate;
import dev.perennial.agent.link.MessageCodec;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.transfer.Envelope;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Message;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Server A, which hands over to B. */
final class Source {
  static final long ROUND = 1;
  static final long EPOCH = 7;

  final MemoryContainer container = new MemoryContainer();
  final List<MovablePart> parts = new ArrayList<>();
  final List<String> log = new CopyOnWriteArrayList<>();
  final RequestGate gate;
  final Inventory inventory;
  final Outgoing outgoing = new Outgoing();
  final SourceDuplexer duplexer;
  final SuccessorDesk desk;
  final List<Unmoved> left = new CopyOnWriteArrayList<>();
  final List<String> answers = new CopyOnWriteArrayList<>();
  final List<NoRoom> withoutRoom = new CopyOnWriteArrayList<>();
  volatile StateSize size = new StateSize(0, 0, 0, 0);
  volatile boolean mayLeaveSessions;
  volatile boolean successorOut;

  /** Called whenever it is asked whether the successor is out. */
  volatile Runnable looks = () -> {};

  /** Called with each line of the log. */
  volatile Consumer<String> logs = line -> {};

  /** Where requests come from. */
  Forwarder.Source from = Forwarder.Source.RELAY;

  Source(PeerCalls successor) {
    this(successor, DuplexSettings.defaults());
  }

  Source(PeerCalls successor, DuplexSettings settings) {
    Containers containers = TwoServers.containers(container);
    inventory = new Inventory(containers, () -> List.copyOf(parts));
    desk =
        new SuccessorDesk(
            new SuccessorDesk.Context(
                () -> Optional.of(TwoServers.A),
                containers,
                inventory,
                outgoing,
                Asked.ids(),
                successor,
                settings,
                name -> "",
                (life, round) -> SuccessorDesk.Standing.GONE,
                server -> false,
                () -> -1,
                sessions -> {},
                log::add,
                log::add));
    gate =
        new RequestGate(
            new SessionRouter(
                containers,
                outgoing,
                desk,
                Asked.by("A", successor),
                () -> new SessionRouter.Neighbours(true, List.of(), ""),
                1_000,
                Source::nanos),
            new Recording(),
            new Finishing(),
            Source::nanos);
    duplexer =
        new SourceDuplexer(
            new SourceDuplexer.Context(
                "A",
                name -> Optional.of(name.equals("A") ? TwoServers.A : TwoServers.B),
                gate,
                successor,
                containers,
                List::of,
                () -> size,
                () -> mayLeaveSessions,
                life -> {
                  looks.run();
                  return successorOut;
                },
                settings,
                Source::nanos,
                this::told,
                inventory,
                this::left),
            outgoing);
  }

  private void left(Leftovers all) {
    left.addAll(all.unmoved());
    all.noRoom().ifPresent(withoutRoom::add);
  }

  private void told(String line) {
    log.add(line);
    logs.accept(line);
  }

  private static long nanos() {
    return System.nanoTime();
  }

  /** Begins a round that will switch over as soon as it is in sync. */
  SourceRun begin() {
    SourceRun run = duplex();
    duplexer.switchOver(ROUND, EPOCH);
    return run;
  }

  /** Begins a round. */
  SourceRun duplex() {
    // Its thread may give the round up at once, for which it needs the duplexer's lock.
    synchronized (duplexer) {
      duplexer.duplex(ROUND, "B");
      return Objects.requireNonNull(outgoing.current());
    }
  }

  Report.Duplexing.@Nullable State state() {
    Report.Duplexing progress = duplexer.progress();
    return progress == null ? null : progress.state();
  }

  /** Asks as another server does. */
  Message.Has whoHas(String id) {
    Message question = new Message.WhoHas(List.of(ItemId.session(id)), "");
    byte[] bytes = MessageCodec.encode(new Envelope(TwoServers.B, TwoServers.A, 0, question));
    try {
      return (Message.Has) MessageCodec.decode(desk.answer("B", bytes)).message();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns whether the gate lets a request in that another server's gate has relayed. */
  boolean servesRelayed(String id) {
    from = Forwarder.Source.RELAY;
    FakeExchange exchange = new FakeExchange(id);
    boolean answered = gate.enter(exchange);
    if (!answered) {
      gate.exit(exchange);
    }
    return !answered;
  }

  /** Relays to a successor that is there, and keeps what was answered. */
  private final class Recording implements Forwarder {
    @Override
    public Outcome forward(Exchange exchange, String server, boolean asNew) {
      if (successorOut) {
        return Outcome.UNREACHED;
      }
      answers.add(server + (asNew ? " as new" : ""));
      return Outcome.OVER;
    }

    @Override
    public void refuse(Exchange exchange, String reason, int retryAfterSeconds) {
      answers.add("refused: " + reason);
    }

    @Override
    public void notHere(Exchange exchange) {
      answers.add("not here");
    }

    @Override
    public Forwarder.Source source(Exchange exchange) {
      return from;
    }
  }

  private final class Finishing implements GateListener {
    @Override
    public void admitted(Exchange exchange) {}

    @Override
    public void ended(Exchange exchange, long latencyNanos) {}

    @Override
    public void finishing(Exchange exchange, @Nullable String sessionId) {
      outgoing.finishing(exchange, sessionId);
    }
  }
}
