package dev.perennial.agent.servers;

import dev.perennial.agent.container.Capture;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.container.OwnPaths;
import dev.perennial.agent.duplex.Asking;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.duplex.DuplexSettings;
import dev.perennial.agent.duplex.Inventory;
import dev.perennial.agent.duplex.Outgoing;
import dev.perennial.agent.duplex.Promises;
import dev.perennial.agent.duplex.SessionRouter;
import dev.perennial.agent.duplex.SourceDuplexer;
import dev.perennial.agent.duplex.StateSize;
import dev.perennial.agent.duplex.SuccessorDesk;
import dev.perennial.agent.gate.GateListener;
import dev.perennial.agent.gate.RequestGate;
import dev.perennial.agent.ids.Flood;
import dev.perennial.agent.ids.KnownIds;
import dev.perennial.agent.ids.OwnIds;
import dev.perennial.agent.peer.CountedLines;
import dev.perennial.agent.peer.LinkForwarder;
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
  final List<String> log = new CopyOnWriteArrayList<>();
  final RunningTomcat tomcat;
  final Container container;

  private final String name;
  private final ExecutorService bodies = Executors.newCachedThreadPool();
  private final RequestLink link;
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
                new OwnIds(new byte[16], System::nanoTime),
                this::call,
                DuplexSettings.defaults(),
                from -> "",
                (life, round) -> SuccessorDesk.Standing.GONE,
                server -> false,
                () -> -1,
                sessions -> {},
                log::add,
                log::add));
    KnownIds known = new KnownIds(server -> 0, server -> 0, System::nanoTime);
    SessionRouter router =
        new SessionRouter(
            containers,
            outgoing,
            desk,
            new Asking(
                name,
                this::call,
                known,
                new Promises(known, new Flood(System.nanoTime()), server -> {}, System::nanoTime),
                bodies,
                () -> 1_000,
                System::nanoTime,
                server -> {}),
            () -> new SessionRouter.Neighbours(true, List.of(other.name), ""),
            5_000,
            System::nanoTime);
    link = new RequestLink(name, containers, bodies);
    LinkForwarder forwarder =
        new LinkForwarder(link.pool(), bodies, new CountedLines(log::add, System::nanoTime));
    gate = new RequestGate(router, forwarder, new Finishing(), System::nanoTime);
    gate.keepHere(OwnPaths.of(List.of("/actuator")));
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
    link.joins(neighbour.link);
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

  @Override
  public void close() {
    tomcat.close();
    link.close();
    bodies.shutdownNow();
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
