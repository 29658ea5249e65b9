package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.container.MemoryContainer;
import dev.perennial.agent.gate.FakeExchange;
import dev.perennial.agent.gate.Forwarder;
import dev.perennial.agent.gate.GateListener;
import dev.perennial.agent.gate.RequestGate;
import dev.perennial.agent.gate.Route;
import dev.perennial.agent.gate.Router;
import dev.perennial.coordinator.roster.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
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
  final SourceDuplexer duplexer;
  volatile boolean successorOut;

  Source(PeerCalls successor) {
    this(successor, DuplexSettings.defaults());
  }

  Source(PeerCalls successor, DuplexSettings settings) {
    Containers containers = TwoServers.containers(container);
    inventory = new Inventory(containers, () -> List.copyOf(parts));
    gate =
        new RequestGate(
            new HereRouter(), new NoForwarder(), new Finishing(), t -> false, Source::nanos);
    duplexer =
        new SourceDuplexer(
            new SourceDuplexer.Context(
                "A",
                name -> Optional.of(name.equals("A") ? TwoServers.A : TwoServers.B),
                gate,
                successor,
                containers,
                List::of,
                () -> 0,
                life -> successorOut,
                settings,
                Source::nanos,
                log::add,
                inventory));
  }

  private static long nanos() {
    return System.nanoTime();
  }

  /** Begins a round that will switch over as soon as it is in sync. */
  void begin() {
    duplexer.duplex(ROUND, "B");
    duplexer.switchOver(ROUND, EPOCH);
  }

  Report.Duplexing.@Nullable State state() {
    Report.Duplexing progress = duplexer.progress();
    return progress == null ? null : progress.state();
  }

  /** Returns whether the gate lets a request in that another server's gate has relayed. */
  boolean servesRelayed(String id) {
    FakeExchange exchange = new FakeExchange(id);
    boolean answered = gate.enter(exchange);
    if (!answered) {
      gate.exit(exchange);
    }
    return !answered;
  }

  /** Relayed requests are served unless everything has been handed over. */
  private static final class HereRouter implements Router {
    @Override
    public Route route(List<String> sessionIds) {
      return Route.HERE;
    }

    @Override
    public boolean isHere(List<String> sessionIds, boolean asNew, boolean away) {
      return !away;
    }

    @Override
    public void forget(List<String> sessionIds) {}
  }

  /** Of requests that come from another server's gate. */
  private static final class NoForwarder implements Forwarder {
    @Override
    public Outcome forward(Exchange exchange, String server, boolean asNew) {
      return Outcome.OVER;
    }

    @Override
    public void refuse(Exchange exchange, String reason, int retryAfterSeconds) {}

    @Override
    public void notHere(Exchange exchange) {}

    @Override
    public Forwarder.Source source(Exchange exchange) {
      return Forwarder.Source.RELAY;
    }
  }

  private final class Finishing implements GateListener {
    @Override
    public void admitted(Exchange exchange) {}

    @Override
    public void ended(Exchange exchange, long latencyNanos) {}

    @Override
    public void finishing(Exchange exchange, @Nullable String sessionId) {
      duplexer.finishing(exchange, sessionId);
    }
  }
}
