package dev.perennial.agent.boot;

import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.container.OwnPaths;
import dev.perennial.agent.container.StateFilter;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.duplex.DuplexSettings;
import dev.perennial.agent.duplex.Inventory;
import dev.perennial.agent.duplex.MovablePart;
import dev.perennial.agent.duplex.MoveCheck;
import dev.perennial.agent.duplex.Outgoing;
import dev.perennial.agent.duplex.PartAdapter;
import dev.perennial.agent.duplex.PeerLinks;
import dev.perennial.agent.duplex.Rehearsals;
import dev.perennial.agent.duplex.SessionEvents;
import dev.perennial.agent.duplex.SessionRouter;
import dev.perennial.agent.duplex.SourceDuplexer;
import dev.perennial.agent.duplex.SuccessorDesk;
import dev.perennial.agent.gate.RequestGate;
import dev.perennial.agent.link.LinkPeer;
import dev.perennial.agent.link.LinkServer;
import dev.perennial.agent.link.LinkSettings;
import dev.perennial.agent.load.LoadMeter;
import dev.perennial.agent.log.Audit;
import dev.perennial.agent.part.Parts;
import dev.perennial.agent.peer.PeerDirectory;
import dev.perennial.agent.peer.PeerProcess;
import dev.perennial.agent.restart.HandoverNote;
import dev.perennial.agent.server.LeftReport;
import dev.perennial.agent.server.OwnCapacity;
import dev.perennial.agent.server.RefusedProofs;
import dev.perennial.agent.settings.Key;
import dev.perennial.coordinator.secret.ClusterSecret;
import dev.perennial.coordinator.transfer.ItemId;
import dev.perennial.coordinator.transfer.Life;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Makes and joins all that touches a request or moves a session. */
final class TrafficWiring {
  private static final long ASK_MILLIS = 2_000;

  final Containers containers;
  final LoadMeter load = new LoadMeter(System::nanoTime);
  final MoveCheck moves;
  final PeerDirectory peers;
  final RequestGate gate;
  final Outgoing outgoing = new Outgoing();
  final SourceDuplexer duplexer;
  final SuccessorDesk desk;
  private final RequestLinks requests;
  private final SessionIds ids;
  private final Start start;
  private final Workers workers;
  private final LongSupplier incarnation;
  private final RefusedProofs proofs;

  /**
   * @param mayLeaveSessions whether sessions may stay behind for which a successor has no room
   * @param audit takes what a hand-over leaves behind
   */
  TrafficWiring(
      Start start,
      Workers workers,
      ClusterParts cluster,
      Containers containers,
      Parts parts,
      BooleanSupplier mayLeaveSessions,
      Audit audit) {
    this.start = start;
    this.workers = workers;
    this.incarnation = cluster.roster()::incarnation;
    this.proofs = cluster.proofs();
    this.containers = containers;
    String self = start.name();
    peers =
        new PeerDirectory(
            self, start.note().map(TrafficWiring::heir).orElse(null), System::nanoTime);
    requests = new RequestLinks(start, workers, cluster, peers, containers);
    Inventory inventory = new Inventory(containers, () -> movable(parts));
    DuplexSettings settings = SettingsMapping.duplex(start.settings());
    PeerLinks links =
        new PeerLinks(
            cluster.keys("link"), self, incarnation, peers::stateAddress, workers.timer());
    ids = new SessionIds(start, workers, cluster, peers, links, containers);
    moves =
        new MoveCheck(
            containers, parts, new Rehearsals(self, links, () -> peers.neighbours().toAsk()));
    desk =
        new SuccessorDesk(
            new SuccessorDesk.Context(
                () -> cluster.roster().life(self),
                containers,
                inventory,
                outgoing,
                ids.own(),
                links,
                settings,
                from -> cluster.roster().refusal(),
                standings(cluster),
                new PeerProcess(peers::stateAddress)::isDead,
                OwnCapacity::headroomBytes,
                this::cut,
                start.log()::info,
                start.log()::warn));
    SessionRouter router =
        new SessionRouter(
            containers,
            outgoing,
            desk,
            ids.asking(),
            peers::neighbours,
            ASK_MILLIS,
            System::nanoTime);
    gate =
        new RequestGate(
            start.decoration().router(router),
            requests.forwarder(),
            new LoadListener(load, outgoing::finishing),
            System::nanoTime);
    StateFilter.use(start.settings().filter(Key.SESSION_FILTER));
    gate.keepHere(OwnPaths.of(start.settings().ownPaths(Key.RELAY_NEVER)));
    duplexer =
        new SourceDuplexer(
            new SourceDuplexer.Context(
                self,
                cluster.roster()::life,
                gate,
                links,
                containers,
                moves::unmovable,
                moves::size,
                mayLeaveSessions,
                life -> cluster.watch().isOut(life.server()),
                settings,
                System::nanoTime,
                start.log()::info,
                inventory,
                new LeftReport(self, audit, start.log())),
            outgoing);
  }

  /**
   * Listens for the other servers' agents.
   *
   * @throws IOException if the port cannot be had
   */
  LinkServer openLinks(ClusterSecret secret) throws IOException {
    return LinkServer.start(
        new InetSocketAddress(
            start.settings().text(Key.CLUSTER_BIND), start.settings().number(Key.STATE_PORT)),
        new LinkServer.Config(
            secret.keys("link"),
            () -> new LinkPeer(start.name(), incarnation.getAsLong(), PeerLinks.PURPOSE),
            peer -> "",
            requests.handler((peer, request) -> desk.answer(peer.server(), request)),
            LinkSettings.defaults(),
            workers.timer(),
            System::nanoTime,
            start.log()::info,
            proofs::refused));
  }

  private static SuccessorDesk.Standings standings(ClusterParts cluster) {
    return new SuccessorDesk.Standings() {
      @Override
      public SuccessorDesk.Standing of(Life life, long round) {
        return cluster.roster().standing(life, round);
      }

      @Override
      public boolean mayServeTaken() {
        return cluster.watch().mayServeTaken();
      }
    };
  }

  private void cut(Set<ItemId> sessions) {
    gate.cut(sessions.stream().map(ItemId::name).collect(Collectors.toSet()));
  }

  private List<MovablePart> movable(Parts parts) {
    return parts.all().stream()
        .<MovablePart>map(PartAdapter::new)
        .map(start.decoration()::part)
        .toList();
  }

  private static PeerDirectory.Heir heir(HandoverNote note) {
    return new PeerDirectory.Heir(note.successor(), note.successorState());
  }

  /** Returns what takes the containers' reports. */
  ContainerEvents events(Consumer<Container> stopping) {
    return start
        .decoration()
        .events(new SessionEvents(containers, outgoing, desk, ids.own(), stopping, start.log()));
  }

  /** Looks at the time from now on: what is silent, idle or dead among the connections ends. */
  void watchRequests() {
    requests.watch();
    ids.watch(gate::isOpen);
  }
}
