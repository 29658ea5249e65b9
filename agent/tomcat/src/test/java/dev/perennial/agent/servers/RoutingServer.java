package dev.perennial.agent.servers;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.container.Listener;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.duplex.DuplexSettings;
import dev.perennial.agent.duplex.Inventory;
import dev.perennial.agent.duplex.Outgoing;
import dev.perennial.agent.duplex.SessionRouter;
import dev.perennial.agent.duplex.SourceDuplexer;
import dev.perennial.agent.duplex.StateSize;
import dev.perennial.agent.duplex.SuccessorDesk;
import dev.perennial.agent.gate.Forwarder;
import dev.perennial.agent.gate.GateListener;
import dev.perennial.agent.gate.RequestGate;
import dev.perennial.agent.peer.HttpForwarder;
import dev.perennial.agent.peer.PeerDirectory;
import dev.perennial.agent.peer.RelayTokens;
import dev.perennial.agent.relay.Relay;
import dev.perennial.agent.relay.RelaySettings;
import dev.perennial.coordinator.transfer.Life;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A Tomcat whose gate asks one other server where sessions are, relays to it, and hands over. */
final class RoutingServer implements AutoCloseable {
  private static final String TOKEN = "token";

  final List<String> log = new CopyOnWriteArrayList<>();
  final RunningTomcat tomcat;
  final Container container;

  private final String name;
  private final ExecutorService bodies = Executors.newCachedThreadPool();
  private final Relay relay = new Relay(RelaySettings.defaults(), bodies, System::nanoTime);
  private final SuccessorDesk desk;
  private final RequestGate gate;
  private final Outgoing outgoing = new Outgoing();

  /** What this server hands over. */
  final SourceDuplexer duplexer;

  final RecordedEvents events = new RecordedEvents(id -> outgoing.touched(id));

  /** Whether the other server is known to be out. */
  volatile boolean otherIsOut;

  private volatile RoutingServer other;

  RoutingServer(TomcatVersion version, String name, Path folder, String... applications) {
    this.name = name;
    Containers containers = new Containers();
    Inventory inventory = new Inventory(containers, List::of);
    desk =
        new SuccessorDesk(
            new SuccessorDesk.Context(
                () -> Optional.of(new Life(name, 1)),
                containers,
                inventory,
                outgoing,
                this::call,
                DuplexSettings.defaults(),
                from -> "",
                (life, round) -> SuccessorDesk.Standing.GONE,
                server -> false,
                () -> -1,
                sessions -> {},
                log::add,
                log::add));
    SessionRouter router =
        new SessionRouter(
            name,
            containers,
            outgoing,
            desk,
            this::call,
            () -> new SessionRouter.Neighbours(true, List.of(other.name), ""),
            5_000,
            System::nanoTime);
    gate = new RequestGate(router, new ToOther(), new Finishing(), TOKEN::equals, System::nanoTime);
    gate.check();
    duplexer =
        new SourceDuplexer(
            new SourceDuplexer.Context(
                name,
                server -> Optional.of(new Life(server, 1)),
                gate,
                this::call,
                containers,
                List::of,
                () -> new StateSize(0, 0, 0, 0),
                () -> false,
                life -> otherIsOut,
                DuplexSettings.defaults(),
                System::nanoTime,
                log::add,
                inventory,
                left -> {}),
            outgoing);
    tomcat = version.start(gate, events, folder.resolve(name), applications);
    container = events.container;
    containers.add(container);
  }

  void joins(RoutingServer neighbour) {
    other = neighbour;
    neighbour.other = this;
  }

  /** Moves a session to the other server. */
  void move(String id) throws CaptureException {
    Capture capture = events.capture(id);
    other.events.stage(id, Objects.requireNonNull(capture).bytes()).publish();
    container.discard(id);
    gate.forget();
  }

  private CompletableFuture<byte[]> call(String server, byte[] message) {
    try {
      return CompletableFuture.completedFuture(other.desk.answer(name, message));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private HttpForwarder forwarder() {
    List<String> services =
        other.container.listeners().stream()
            .filter(listener -> !listener.service().isEmpty())
            .map(listener -> listener.service() + " " + url(listener))
            .toList();
    String first =
        other.container.listeners().stream()
            .filter(listener -> listener.service().isEmpty())
            .map(RoutingServer::url)
            .findFirst()
            .orElseThrow();
    PeerDirectory.Heir heir = new PeerDirectory.Heir(other.name, first, TOKEN, "", services);
    PeerDirectory peers = new PeerDirectory(name, new RelayTokens(new byte[32]), heir);
    return new HttpForwarder(relay, peers, log::add);
  }

  private static String url(Listener listener) {
    return "http://" + listener.host() + ":" + listener.port();
  }

  @Override
  public void close() {
    tomcat.close();
    relay.close();
    bodies.shutdownNow();
  }

  /** The ports of the other server are known only once it has started. */
  private final class ToOther implements Forwarder {
    @Override
    public Outcome forward(Exchange exchange, String server, boolean asNew) {
      return forwarder().forward(exchange, server, asNew);
    }

    @Override
    public void refuse(Exchange exchange, String reason, int retryAfterSeconds) {
      forwarder().refuse(exchange, reason, retryAfterSeconds);
    }

    @Override
    public void notHere(Exchange exchange) {
      forwarder().notHere(exchange);
    }

    @Override
    public Source source(Exchange exchange) {
      return forwarder().source(exchange);
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
