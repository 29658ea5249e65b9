package dev.perennial.agent.boot;

import dev.perennial.agent.alert.AlertSender;
import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.guard.SuddenDeathGuard;
import dev.perennial.agent.instrument.Adapters;
import dev.perennial.agent.instrument.BridgeHandler;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.part.Parts;
import dev.perennial.agent.rejuvenation.EmergencyPolicy;
import dev.perennial.agent.server.AgentStatus;
import dev.perennial.agent.server.ApplicationStart;
import dev.perennial.agent.server.Judging;
import dev.perennial.agent.server.Operator;
import dev.perennial.agent.server.OwnPorts;
import dev.perennial.agent.server.Reach;
import dev.perennial.agent.settings.Key;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.RoomPolicy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The agent in one JVM: makes its parts, joins them, and sets them going. Wiring alone. */
final class Agent {
  private static final long TICK_SECONDS = 1;
  private static final long LOOK_SECONDS = 5;
  private static final long SAMPLE_SECONDS = 60;

  /** By then it has joined its cluster, or nearly so. */
  private static final long FOOTPRINT_SECONDS = 20;

  private static final long RESTART_SECONDS = 10;

  private final Start start;
  private final Log log;
  private final InstantSource clock = InstantSource.system();
  private final Workers workers = Workers.start();
  private final Turns turns;
  private final Operator operator;
  private final ApplicationStart applicationStart;
  private final ClusterParts cluster;
  private final TrafficWiring traffic;
  private final AgentStatus status;
  private final LateRestart restart;
  private final Endings endings;
  private final Records records;
  private final Endpoints endpoints;
  private final OwnPorts ports;
  private final Judging judging;
  private final EmergencyPolicy emergency;
  private final Baselines baselines;
  private final Beginnings beginnings;
  private final AlertSender alerts;
  private final Reach reach;
  private final SuddenDeathGuard guard;

  Agent(Start start) {
    this.start = start;
    this.log = start.log();
    operator = new Operator(start.action());
    Containers containers = new Containers();
    applicationStart =
        new ApplicationStart(
            start.loading().attached(), () -> !containers.listeners().isEmpty(), System::nanoTime);
    records = Records.open(start, clock);
    turns = new Turns(log);
    beginnings = new Beginnings(log, System::nanoTime);
    alerts =
        new AlertSender(
            SettingsMapping.alerts(start.settings()),
            clock,
            workers.work(),
            (problem, e) -> {
              Suppressed.count(e, "alert");
              log.warn("alert", problem, null);
            });
    guard = AgingWiring.startGuard(start, workers, turns);
    ports =
        new OwnPorts(
            start.name(),
            start.settings().text(Key.CLUSTER_NAME),
            own -> alerts.hold("ports", own),
            clock);
    AgingWiring aging = new AgingWiring(start, workers, clock);
    cluster = ClusterParts.of(start, workers, own -> alerts.hold("proofs", own));
    Parts parts = new Parts(ManagementFactory::getPlatformMBeanServer, workers.work());
    traffic =
        new TrafficWiring(
            start, workers, cluster, containers, parts, this::mayLeaveSessions, records.audit());
    status =
        new AgentStatus(
            start.name(),
            start.settings(),
            operator,
            containers,
            traffic.load,
            traffic.duplexer,
            traffic.moves,
            traffic.gate.everHeld(),
            records.history());
    reach =
        new Reach(
            start.name(),
            start.settings().text(Key.CLUSTER_NAME),
            new Reach.View() {
              @Override
              public void alone(String why) {
                traffic.peers.alone();
                status.alone(why);
              }

              @Override
              public void member(String lonely) {
                status.member(lonely);
              }
            },
            own -> alerts.hold("server", own),
            log,
            clock);
    restart = LateRestart.of(start, status::isHealthy);
    endings =
        new Endings(
            start,
            traffic,
            cluster,
            records,
            operator,
            aging.ladder(parts, status),
            restart,
            clock);
    endpoints =
        new Endpoints(
            status,
            () -> (double) traffic.load.sample().inFlight() / containers.requestThreads(),
            log);
    emergency = endings.emergency(guard);
    judging =
        aging.judging(
            traffic,
            guard,
            status,
            GentleWiring.of(
                start, workers, traffic, aging.givingBack(parts), status, alerts, clock));
    baselines = aging.baselines(status);
  }

  /** A server that would soon lose all sessions leaves those behind that do not fit. */
  private boolean mayLeaveSessions() {
    Judgement now = status.judgement();
    Double left = now.secondsToExhaustion();
    return RoomPolicy.mayLeaveSessions(now.verdict(), left == null ? -1 : left, operator.order());
  }

  void start() {
    ContainerEvents events = traffic.events(container -> endings.farewell.say());
    BridgeHandler bridge =
        new BridgeHandler(
            Adapters.ofThisAgent(),
            traffic.gate,
            events,
            e -> {
              Suppressed.count(e, "adapter");
              log.error("adapter", "the adapter of a container has failed", e);
            });
    PerennialBridge.handler(bridge);
    if (start.note().isPresent() && !start.onlyObserves()) {
      traffic.gate.check();
    }
    startTurns();
    beginnings.begin("its endpoint", () -> open(Key.HTTP_PORT, this::openHttp));
    beginnings.begin(
        "the agent-check",
        () ->
            open(
                Key.HTTP_AGENT_CHECK_PORT,
                () -> endpoints.openAgentCheck(SettingsMapping.agentCheck(start.settings()))));
    if (cluster.settings().isPresent()) {
      startJoining();
    } else {
      // There is no cluster and will be none: this server serves as without the agent.
      traffic.peers.alone();
      status.alone(cluster.whyAlone());
    }
    if (!start.sockets().isEmpty()) {
      startClosingUnclaimed();
    }
    traffic.watchRequests();
    startLooks(bridge);
    if (guard.wantsThread()) {
      beginnings.begin("the native guard's thread", guard::startThread);
    }
    // What was queued while no thread was to be had needs one.
    beginnings.begin("its timer", () -> workers.timer().execute(() -> {}));
  }

  /**
   * Loading and starting the cluster takes as much of the processors as half the start of a
   * container.
   */
  private void startJoining() {
    Reporting reporting =
        new Reporting(start, traffic, status, reach, endings.rejuvenator::obstacle, endpoints::url);
    Following following =
        new Following(
            start, workers, cluster, traffic, endings, records, status, reporting.notices);
    Joining joining =
        new Joining(
            start,
            workers,
            cluster,
            traffic,
            endings,
            records,
            following,
            reporting,
            beginnings,
            alerts);
    JoinTries tries =
        new JoinTries(
            joining::join,
            reach,
            cluster.member()::hasLeft,
            pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos()));
    Runnable join =
        () -> {
          try {
            applicationStart.await();
            tries.run();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    beginnings.begin(
        "its cluster", () -> AgentThreads.daemon("perennial-join").newThread(join).start());
  }

  private void open(Key port, OwnPorts.Opening opening) throws IOException {
    ports.open(port.key(), start.settings().number(port), opening);
  }

  private void openHttp() throws IOException {
    endpoints.openHttp(
        SettingsMapping.http(start.settings(), problem -> log.error("http.token", problem, null)));
  }

  private void startTurns() {
    LateJmx jmx =
        new LateJmx(
            () -> restart.prepared().isPresent(),
            () -> JmxWiring.publisher(start, traffic, cluster, endings, records, status),
            log);
    turns.begin(
        List.of(
            judging::look,
            restart::look,
            jmx::look,
            () -> baselines.look(!start.onlyObserves() && status.isHealthy()),
            emergency::tick,
            cluster.member()::turn,
            beginnings::look,
            reach::look,
            cluster.proofs()::look,
            cluster.certificateWatch(start, own -> alerts.hold("certificate", own)),
            ports::look,
            jmx::update,
            judging::learn));
    workers.every(workers.loop(), 0, TICK_SECONDS, turns::turn);
  }

  private void startClosingUnclaimed() {
    UnclaimedSockets unclaimed =
        new UnclaimedSockets(
            UnclaimedSockets.Kept.of(start.sockets()),
            () -> !traffic.containers.listeners().isEmpty(),
            SettingsMapping.restart(start.settings()).unclaimedLimit().toNanos(),
            System::nanoTime,
            log::warn);
    new Looks(workers, log).every(TICK_SECONDS, TICK_SECONDS, "sockets", unclaimed::look);
  }

  /** What looks from time to time, on a thread that may wait for the application. */
  private void startLooks(BridgeHandler bridge) {
    Looks looks = new Looks(workers, log);
    Discovery discovery =
        new Discovery(
            () -> !traffic.containers.all().isEmpty(),
            () -> bridge.discover(start.loading().instrumentation().getAllLoadedClasses()),
            Adapters.ofThisAgent().capabilities(),
            Discovery.restarts(
                start.action() == Report.Action.AUTOMATIC
                    && start.settings().text(Key.EMERGENCY).equals("restart")),
            log::info,
            log::warn);
    long firstSeconds = start.loading().attached() ? 0 : LOOK_SECONDS;
    looks.every(firstSeconds, LOOK_SECONDS, "discovery", discovery::look);
    OwnFootprint footprint =
        new OwnFootprint(start.loading().instrumentation(), cluster.settings().isPresent(), log);
    looks.every(FOOTPRINT_SECONDS, SAMPLE_SECONDS, "footprint", footprint::look);
    looks.every(firstSeconds, LOOK_SECONDS, "connectors", endings.connectorNotice()::look);
    if (!start.onlyObserves()) {
      // Otherwise nothing will move and nothing will restart, so the application is left alone.
      looks.every(SAMPLE_SECONDS, SAMPLE_SECONDS, "sample", traffic.moves::sample);
      RestartWatch restarts =
          new RestartWatch(restart, endings.startFiles, endings.rejuvenator, log);
      looks.every(firstSeconds, RESTART_SECONDS, "restart", restarts::look);
      baselines.begin(start.settings().duration(Key.EVIDENCE_BASELINE_AFTER));
    }
  }
}
