package dev.perennial.agent.boot;

import dev.perennial.agent.clean.BufferCleaner;
import dev.perennial.agent.clean.CleanSettings;
import dev.perennial.agent.clean.FileCleaner;
import dev.perennial.agent.clean.MemoryCleaner;
import dev.perennial.agent.container.Container;
import dev.perennial.agent.container.ContainerEvents;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.duplex.Inventory;
import dev.perennial.agent.duplex.MovablePart;
import dev.perennial.agent.duplex.SessionRouter;
import dev.perennial.agent.duplex.SourceDuplexer;
import dev.perennial.agent.duplex.SuccessorDesk;
import dev.perennial.agent.evidence.DiagnosticCommands;
import dev.perennial.agent.evidence.EvidenceCollector;
import dev.perennial.agent.gate.RequestGate;
import dev.perennial.agent.guard.EmergencyNote;
import dev.perennial.agent.guard.Standing;
import dev.perennial.agent.guard.SuddenDeathGuard;
import dev.perennial.agent.history.Footprint;
import dev.perennial.agent.history.IndicatorHistory;
import dev.perennial.agent.history.LivedFile;
import dev.perennial.agent.history.RejuvenationHistory;
import dev.perennial.agent.http.AgentCheckEndpoint;
import dev.perennial.agent.http.AgentCheckSettings;
import dev.perennial.agent.http.HttpEndpoint;
import dev.perennial.agent.http.HttpSettings;
import dev.perennial.agent.instrument.Adapters;
import dev.perennial.agent.instrument.BridgeHandler;
import dev.perennial.agent.jmx.JmxPublisher;
import dev.perennial.agent.load.LoadMeter;
import dev.perennial.agent.log.Audit;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.metrics.Metrics;
import dev.perennial.agent.part.Parts;
import dev.perennial.agent.peer.HttpForwarder;
import dev.perennial.agent.peer.PeerDirectory;
import dev.perennial.agent.peer.RelayTokens;
import dev.perennial.agent.relay.Relay;
import dev.perennial.agent.relay.RelaySettings;
import dev.perennial.agent.restart.EmergencyLaunch;
import dev.perennial.agent.restart.HandoverNote;
import dev.perennial.agent.restart.InheritedSockets;
import dev.perennial.agent.restart.RestartAbility;
import dev.perennial.agent.restart.RestartInPlace;
import dev.perennial.agent.sabotage.Sabotage;
import dev.perennial.agent.sensor.Sensors;
import dev.perennial.agent.server.Operator;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import dev.perennial.coordinator.aging.Judge;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Reading;
import dev.perennial.coordinator.hazelcast.ClusterSettings;
import dev.perennial.coordinator.roster.Report;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The agent in one JVM: makes its parts, and has each do its turn about once a second. */
final class Agent {
  private static final long TICK_MILLIS = 1_000;
  private static final long ASK_MILLIS = 2_000;
  private static final long LOOK_SECONDS = 5;
  private static final int LOOKS_UNTIL_TOLD = 6;
  private static final long SAMPLE_SECONDS = 60;
  private static final long IDLE_SECONDS = 5;
  private static final Duration STEP_GRACE = Duration.ofSeconds(5);

  private final Start start;
  private final Log log;
  private final ScheduledExecutorService loop =
      Executors.newSingleThreadScheduledExecutor(AgentThreads.daemon("perennial-loop"));
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(AgentThreads.daemon("perennial-timer"));
  private final ExecutorService work =
      Executors.newCachedThreadPool(AgentThreads.daemon("perennial-work"));

  private final LoadMeter load = new LoadMeter(System::nanoTime);
  private final LoadListener loadListener = new LoadListener(load);
  private final Containers containers = new Containers();
  private final Operator operator;
  private final Judge judge;
  private final LivedNotes lived;
  private final Sensors sensors;
  private final Parts parts = new Parts(ManagementFactory::getPlatformMBeanServer, work);
  private final AgentStatus status;
  private final RequestGate gate;
  private final SourceDuplexer duplexer;
  private final SuccessorDesk desk;
  private final ApplicationStart applicationStart;
  private final PeerDirectory peers;
  private final Relay relay;
  private final @Nullable ClusterSettings cluster;
  private final @Nullable ClusterMember member;
  private final Rejuvenator rejuvenator;
  private final Report.Action action;
  private final Audit audit;
  private final MoveCheck moves;
  private final EvidenceCollector evidence;
  private final SuddenDeathGuard guard;
  private final EmergencyPolicy emergency;
  private final IndicatorHistory indicators = new IndicatorHistory(InstantSource.system());

  private volatile @Nullable RestartInPlace restart;
  private volatile @Nullable HttpEndpoint http;
  private @Nullable JmxPublisher jmx;
  private boolean archivesWatched;
  private boolean youngNoted;
  private int looksInVain;

  /**
   * What a life begins with.
   *
   * @param args of the agent
   * @param attached whether it came into a running JVM: then the command line does not name it
   * @param note of the life before, if this one was restarted in place
   * @param sabotage a fault that tests of the tests plant; normally none
   */
  record Start(
      Settings settings,
      ServerIdentity identity,
      Log log,
      Instrumentation instrumentation,
      Path agentJar,
      String args,
      boolean attached,
      InheritedSockets sockets,
      Optional<HandoverNote> note,
      Sabotage sabotage) {

    /** Returns what the next life's command line needs; null if this one's has it. */
    @Nullable String agentOption() {
      String option = "-javaagent:" + agentJar;
      return attached ? (args.isEmpty() ? option : option + "=" + args) : null;
    }
  }

  Agent(Start start) {
    this.start = start;
    this.log = start.log();
    Settings settings = start.settings();
    String self = start.identity().name();
    action = settings.choice(Key.ACTION, Report.Action.class);
    operator = new Operator(action);
    applicationStart =
        new ApplicationStart(
            start.attached(),
            () -> containers.all().stream().anyMatch(c -> !c.listeners().isEmpty()),
            System::nanoTime);
    InstantSource clock = InstantSource.system();
    Path directory = start.identity().directory();
    audit = Audit.open(directory, clock, log);
    RejuvenationHistory history =
        RejuvenationHistory.open(
            directory.resolve("history.txt"), problem -> log.warn("history", problem, null));
    Optional<EmergencyNote> lastEmergency =
        EmergencyNote.of(
            System.getenv(),
            EmergencyLaunch.VARIABLE,
            ProcessHandle.current().pid(),
            clock.instant());
    lastEmergency.ifPresent(
        emergencyNote ->
            EmergencyReport.tell(
                emergencyNote, start.note(), self, history, audit, log, clock.instant()));
    guard = startGuard(settings, directory);
    Chronicle chronicle = new Chronicle(history, audit, clock, Footprint::now);
    HandoverFile noteFile = newNoteFile(directory);
    DiagnosticCommands commands = new DiagnosticCommands();
    evidence =
        new EvidenceCollector(SettingsMapping.evidence(settings, directory), commands, clock);
    moves = new MoveCheck(containers, parts);
    LivedFile livedFile =
        new LivedFile(
            directory.resolve("lived.txt"), problem -> log.warn("history", problem, null));
    judge = new Judge(SettingsMapping.judge(settings, self), livedFile.read());
    lived =
        new LivedNotes(levels -> work.execute(() -> livedFile.write(levels)), System.nanoTime());
    sensors =
        Sensors.ofThisJvm(
            load,
            containers::requestThreads,
            System::nanoTime,
            (sensor, e) -> log.warn("sensor", "sensor " + sensor.name() + " fails", e));
    cluster = clusterSettings(settings, self);
    RelayTokens tokens =
        new RelayTokens(cluster == null ? new byte[32] : cluster.secret().derive("relay"));
    peers = new PeerDirectory(self, tokens, start.note().map(Agent::heir).orElse(null));
    relay = new Relay(RelaySettings.defaults(), work, System::nanoTime);
    // The parts know each other; what is asked of a later one is asked at run time.
    SourceDuplexer[] late = new SourceDuplexer[1];
    SuccessorDesk[] lateDesk = new SuccessorDesk[1];
    ClusterMember[] lateMember = new ClusterMember[1];
    Inventory inventory = new Inventory(containers, this::movableParts);
    PeerLinks links =
        new PeerLinks(
            cluster,
            self,
            () -> lateMember[0] == null ? 0 : lateMember[0].incarnation(),
            peers::stateAddress,
            timer);
    SessionRouter router =
        new SessionRouter(
            self,
            containers,
            () -> late[0],
            () -> lateDesk[0],
            () -> lateMember[0] == null || lateMember[0].mayServeTaken(),
            links,
            peers::neighbours,
            ASK_MILLIS,
            System::nanoTime);
    gate =
        new RequestGate(
            start.sabotage().router(router),
            new HttpForwarder(relay, peers, log::info),
            loadListener,
            peers::trusts,
            System::nanoTime);
    duplexer =
        new SourceDuplexer(
            new SourceDuplexer.Context(
                self,
                server -> lateMember[0] == null ? Optional.empty() : lateMember[0].life(server),
                gate,
                links,
                containers,
                this::unmovable,
                moves::stateBytes,
                life -> lateMember[0] == null || lateMember[0].isOut(life),
                SettingsMapping.duplex(settings),
                System::nanoTime,
                log::info,
                inventory));
    desk =
        new SuccessorDesk(
            new SuccessorDesk.Context(
                () -> lateMember[0] == null ? Optional.empty() : lateMember[0].life(self),
                containers,
                inventory,
                () -> late[0],
                links,
                SettingsMapping.duplex(settings),
                from -> lateMember[0] == null ? "no cluster" : lateMember[0].refusal(from),
                (life, round) -> lateMember[0].standing(life, round),
                server -> lateMember[0].isDead(server),
                log::info,
                log::warn));
    lateDesk[0] = desk;
    late[0] = duplexer;
    loadListener.duplexer(duplexer);
    rejuvenator =
        new Rejuvenator(
            new Rejuvenator.Parts(
                containers,
                this::preparedRestart,
                ladder(settings, commands, clock),
                () -> {
                  if (lateMember[0] != null) {
                    lateMember[0].close();
                  }
                },
                (entry, roster) -> lateMember[0].note(entry, roster),
                chronicle,
                history,
                duplexer::moved,
                directory,
                noteFile,
                settings.duration(Key.DRAIN_LIMIT),
                settings.text(Key.SOCKETS).equals("keep"),
                start.agentOption(),
                audit,
                log,
                clock));
    status = new AgentStatus(self, settings, operator, containers, load, duplexer, moves, history);
    member =
        cluster == null
            ? null
            : new ClusterMember(
                new ClusterMember.Parts(
                    start,
                    cluster,
                    peers,
                    containers,
                    load,
                    duplexer,
                    desk,
                    tokens,
                    rejuvenator,
                    operator,
                    gate,
                    status,
                    chronicle,
                    noteFile,
                    loop,
                    timer,
                    work,
                    action,
                    this::httpUrl));
    lateMember[0] = member;
    emergency =
        new EmergencyPolicy(
            new EmergencyPolicy.Parts(
                guard,
                settings,
                operator,
                () -> restart != null,
                () -> restart,
                containers,
                history,
                lastEmergency,
                this::standing,
                noteFile.path(),
                start.agentOption(),
                log,
                clock));
  }

  /** This life's own was read and deleted before: what is there now is of a life long gone. */
  private HandoverFile newNoteFile(Path directory) {
    HandoverFile file = new HandoverFile(directory, log);
    try {
      file.forget();
    } catch (IOException e) {
      log.warn("note", "an old hand-over note cannot be deleted", e);
    }
    return file;
  }

  private SuddenDeathGuard startGuard(Settings settings, Path directory) {
    SuddenDeathGuard started =
        SuddenDeathGuard.start(
            settings.text(Key.GUARD).equals("native"),
            List.of(directory, Path.of(System.getProperty("java.io.tmpdir"))),
            log::warn,
            () -> loop.execute(this::tick));
    try {
      // Whoever stops this process wants it to end.
      Runtime.getRuntime().addShutdownHook(new Thread(started::stop, "perennial-guard-stop"));
    } catch (IllegalStateException e) {
      log.info("the process stops already");
    }
    return started;
  }

  private Standing standing() {
    if (rejuvenator.isRestarting()) {
      return Standing.SWITCHING_OR_LATER;
    }
    return member == null ? Standing.ALONE : member.standing();
  }

  private CleaningLadder ladder(
      Settings settings, DiagnosticCommands commands, InstantSource clock) {
    CleanSettings clean = SettingsMapping.clean(settings);
    Duration evidenceLimit = settings.duration(Key.EVIDENCE_LIMIT);
    // Each part keeps to its own limit; this is for what hangs all the same.
    Duration longest = clean.limit().compareTo(evidenceLimit) > 0 ? clean.limit() : evidenceLimit;
    return new CleaningLadder(
        evidence,
        new FileCleaner(clean, clock),
        new BufferCleaner(
            () -> parts.clearables().stream().map(c -> new Clearable(c, clean.limit())).toList(),
            commands),
        new MemoryCleaner(commands),
        reason ->
            AgingView.of(start.identity().name(), reason, began(), status.judgement(), indicators),
        longest.plus(STEP_GRACE),
        log);
  }

  private static Instant began() {
    return Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
  }

  private static PeerDirectory.Heir heir(HandoverNote note) {
    return new PeerDirectory.Heir(
        note.successor(), note.successorUrl(), note.relayToken(), note.successorState());
  }

  private @Nullable ClusterSettings clusterSettings(Settings settings, String self) {
    try {
      return SettingsMapping.cluster(settings, self, false);
    } catch (RuntimeException e) {
      log.error("cluster", e.getMessage() + "; this server goes on alone", null);
      return null;
    }
  }

  private List<MovablePart> movableParts() {
    return parts.all().stream()
        .<MovablePart>map(PartAdapter::new)
        .map(start.sabotage()::part)
        .toList();
  }

  private List<String> unmovable() {
    return moves.items().stream()
        .filter(item -> !item.moves())
        .map(item -> item.name() + ": " + item.detail())
        .toList();
  }

  void start() {
    ContainerEvents events =
        start
            .sabotage()
            .events(new SessionEvents(containers, duplexer, desk, this::containerStopping, log));
    BridgeHandler bridge =
        new BridgeHandler(
            Adapters.ofThisAgent(),
            gate,
            events,
            e -> {
              Suppressed.count(e, "adapter");
              log.error("adapter", "the adapter of a container has failed", e);
            });
    PerennialBridge.handler(bridge);
    if (start.note().isPresent() && action != Report.Action.OBSERVE) {
      gate.check();
    }
    openHttp();
    openAgentCheck();
    if (member == null) {
      peers.alone();
      status.alone();
    } else {
      Thread joining = new Thread(() -> joinAfterStart(member), "perennial-join");
      joining.setDaemon(true);
      joining.start();
    }
    var unused = loop.scheduleWithFixedDelay(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
    var unusedToo =
        loop.schedule(
            () -> start.sockets().closeUnclaimed(),
            SettingsMapping.restart(start.settings()).unclaimedLimit().toMillis(),
            TimeUnit.MILLISECONDS);
    var unusedAsWell =
        timer.scheduleWithFixedDelay(
            relay::closeIdle, IDLE_SECONDS, IDLE_SECONDS, TimeUnit.SECONDS);
    startLooks(bridge);
  }

  /** Loading and starting the cluster takes as much of the processors as half the start of a container. */
  private void joinAfterStart(ClusterMember joining) {
    try {
      applicationStart.await();
      joining.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What looks from time to time, on a thread that may wait for the application. */
  private void startLooks(BridgeHandler bridge) {
    every(start.attached() ? 0 : LOOK_SECONDS, LOOK_SECONDS, "discovery", () -> discover(bridge));
    if (action == Report.Action.OBSERVE) {
      // Nothing will move and nothing will restart, so the application is left alone.
      return;
    }
    every(SAMPLE_SECONDS, SAMPLE_SECONDS, "sample", moves::sample);
    var unused =
        timer.schedule(
            () -> work.execute(this::takeBaseline),
            start.settings().duration(Key.EVIDENCE_BASELINE_AFTER).toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void discover(BridgeHandler bridge) {
    if (!containers.all().isEmpty()) {
      return;
    }
    bridge.discover(start.instrumentation().getAllLoadedClasses());
    if (containers.all().isEmpty() && ++looksInVain == LOOKS_UNTIL_TOLD) {
      log.warn(
          "there is no container here so far that the agent knows; known are "
              + Adapters.ofThisAgent().capabilities()
              + "; this server is watched and judged, but never switched over and never"
              + " restarted by itself; perennial.enabled=false leaves the agent out");
    }
  }

  private interface Look {
    void look() throws InterruptedException;
  }

  private void every(long firstSeconds, long seconds, String name, Look look) {
    AtomicBoolean busy = new AtomicBoolean();
    Runnable guarded =
        () -> {
          try {
            look.look();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            Suppressed.count(e, name);
            log.warn(name, "a look at the application failed (" + name + ")", e);
          } finally {
            busy.set(false);
          }
        };
    var unused =
        timer.scheduleWithFixedDelay(
            () -> {
              if (busy.compareAndSet(false, true)) {
                work.execute(guarded);
              }
            },
            firstSeconds,
            seconds,
            TimeUnit.SECONDS);
  }

  private void noteYoungServer() {
    if (youngNoted || action == Report.Action.OBSERVE || !status.isHealthy()) {
      return;
    }
    youngNoted = true;
    var unused =
        timer.schedule(
            () -> work.execute(this::takeEarlyBaseline),
            start.settings().duration(Key.WARMUP).toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private void takeEarlyBaseline() {
    boolean classes = evidence.takeEarlyBaseline();
    log.info(
        "first figures of the young server are noted, for the evidence, its classes' sizes are "
            + (classes ? "among them" : "not: it would have to stop for too long"));
  }

  private void takeBaseline() {
    boolean taken = evidence.takeBaseline();
    log.info(
        taken
            ? "the classes' sizes of the young server are noted, for the evidence"
            : "this JVM cannot tell its classes' sizes: the evidence will show no growth");
  }

  private void openHttp() {
    HttpSettings settings = SettingsMapping.http(start.settings());
    if (!settings.isEnabled()) {
      return;
    }
    Supplier<String> metrics = firstUse(() -> new Metrics(status)::scrape);
    try {
      http =
          HttpEndpoint.open(
              settings,
              status,
              metrics,
              e -> log.warn("http", "a request to the agent's endpoint failed", e),
              System::nanoTime);
      log.info("endpoint " + httpUrl());
    } catch (IOException e) {
      log.error("http", e.getMessage() + "; the agent goes on without its endpoint", null);
    }
  }

  /** Micrometer is not loaded until somebody asks. */
  private static Supplier<String> firstUse(Supplier<Supplier<String>> maker) {
    return new Supplier<>() {
      private @Nullable Supplier<String> made;

      @Override
      public synchronized String get() {
        Supplier<String> present = made;
        if (present == null) {
          present = maker.get();
          made = present;
        }
        return present.get();
      }
    };
  }

  private void openAgentCheck() {
    AgentCheckSettings settings = SettingsMapping.agentCheck(start.settings());
    if (!settings.isEnabled()) {
      return;
    }
    try {
      AgentCheckEndpoint check =
          AgentCheckEndpoint.open(
              settings,
              status,
              () -> (double) load.sample().inFlight() / containers.requestThreads(),
              e -> log.warn("agent-check", "an agent-check could not be answered", e),
              System::nanoTime);
      log.info("agent-check at port " + check.port());
    } catch (IOException e) {
      log.error("agent-check", e.getMessage() + "; the agent goes on without it", null);
    }
  }

  private String httpUrl() {
    HttpEndpoint open = http;
    return open == null ? "" : open.url();
  }

  /** Throws nothing: an executor forgets what does. */
  private void tick() {
    try {
      turn();
    } catch (Throwable e) {
      // In a full heap not even that an error was caught can be said. The guard sees it.
      Thread.onSpinWait();
    }
  }

  private void turn() {
    try {
      List<Reading> readings = new ArrayList<>(sensors.read());
      readings.addAll(guard.readings());
      long now = System.nanoTime();
      Judgement judgement = judge.judge(readings, now);
      status.judged(judgement);
      indicators.add(judgement, readings);
      startLateParts();
      noteYoungServer();
      emergency.tick();
      if (member != null) {
        member.tick();
      }
      if (jmx != null) {
        jmx.update();
      }
      lived.tick(judge, judgement.verdict(), now);
    } catch (RuntimeException | LinkageError | VirtualMachineError e) {
      Suppressed.count(e, "tick");
      log.error("tick", "a turn of the agent failed; the next one comes in a second", e);
    }
  }

  /** These use java.util.logging, whose first use belongs to the application. */
  private void startLateParts() {
    RestartInPlace known = restart;
    if (known != null && !archivesWatched && status.isHealthy()) {
      archivesWatched = true;
      known.watchOpenArchives();
    }
    if (known != null || !RestartInPlace.mayPrepare(start.instrumentation())) {
      return;
    }
    RestartInPlace prepared =
        RestartInPlace.prepare(
            SettingsMapping.restart(start.settings()), start.instrumentation(), start.agentJar());
    tell(prepared.ability());
    restart = prepared;
    JmxPublisher publisher =
        new JmxPublisher(
            ManagementFactory::getPlatformMBeanServer,
            status,
            new OperatorControl(
                operator,
                status::checkMove,
                () -> rejuvenator.obstacle(prepared),
                this::takeBack,
                audit,
                JmxCaller::who,
                start.identity().name()),
            InstantSource.system());
    try {
      publisher.open();
      jmx = publisher;
    } catch (IllegalStateException e) {
      log.error("jmx", e.getMessage(), null);
    }
  }

  private void takeBack() {
    if (member == null) {
      throw new IllegalStateException("takeBack is refused: this server is in no cluster");
    }
    member.takeBack();
  }

  private void tell(RestartAbility ability) {
    Settings settings = start.settings();
    if (ability instanceof RestartAbility.Exec) {
      log.info("a rejuvenation restarts this server in place");
    } else if (ability instanceof RestartAbility.ExitOnly exit
        && !settings.text(Key.RESTART).equals("exit")) {
      log.warn(
          "perennial.restart="
              + settings.text(Key.RESTART)
              + ": this server cannot be restarted in place ("
              + exit.reason()
              + "); a rejuvenation ends its process with status "
              + settings.number(Key.RESTART_EXIT_STATUS)
              + ", for a supervisor to start it again (allowed, and then not said:"
              + " perennial.restart=exit); where there is none, set perennial.restart=none");
    } else {
      log.info("restart: " + settings.text(Key.RESTART));
    }
  }

  private RestartInPlace preparedRestart() {
    RestartInPlace prepared = restart;
    if (prepared == null) {
      throw new IllegalStateException("this server is not ready to restart yet");
    }
    return prepared;
  }

  private void containerStopping(Container container) {
    if (!rejuvenator.isRestarting() && member != null) {
      member.stopInOrder();
    }
  }
}
