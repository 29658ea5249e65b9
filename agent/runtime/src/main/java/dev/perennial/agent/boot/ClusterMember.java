package dev.perennial.agent.boot;

import dev.perennial.agent.alert.Alert;
import dev.perennial.agent.alert.AlertSender;
import dev.perennial.agent.container.CaptureException;
import dev.perennial.agent.container.Listener;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.duplex.SourceDuplexer;
import dev.perennial.agent.duplex.SuccessorDesk;
import dev.perennial.agent.gate.RequestGate;
import dev.perennial.agent.guard.Standing;
import dev.perennial.agent.link.LinkPeer;
import dev.perennial.agent.link.LinkServer;
import dev.perennial.agent.link.LinkSettings;
import dev.perennial.agent.load.LoadMeter;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.peer.AppProbe;
import dev.perennial.agent.peer.OwnApplication;
import dev.perennial.agent.peer.PeerDirectory;
import dev.perennial.agent.peer.RelayTokens;
import dev.perennial.agent.peer.WarmUp;
import dev.perennial.agent.restart.HandoverNote;
import dev.perennial.agent.server.Operator;
import dev.perennial.agent.server.OrderlyStop;
import dev.perennial.agent.server.PeerWatch;
import dev.perennial.agent.server.Rejuvenation;
import dev.perennial.agent.server.RosterMembership;
import dev.perennial.agent.server.ServerFacts;
import dev.perennial.agent.server.ServerLoop;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.hazelcast.ClusterSettings;
import dev.perennial.coordinator.hazelcast.LastingRosterStore;
import dev.perennial.coordinator.reconcile.Reconciler;
import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Decision;
import dev.perennial.coordinator.roster.Lease;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Plan;
import dev.perennial.coordinator.roster.PlanPolicy;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import dev.perennial.coordinator.roster.SuccessorPolicy;
import dev.perennial.coordinator.roster.Switching;
import dev.perennial.coordinator.roster.TakeBack;
import dev.perennial.coordinator.transfer.Life;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** This server as a member of its cluster. All but {@link #join} happens on the agent's loop. */
final class ClusterMember {
  private static final long PROBE_MILLIS = 1_000;
  private static final int CONNECT_MILLIS = 1_000;

  /** For the time until a loss is noticed on either side, and clocks. */
  private static final long LEASE_MARGIN_MILLIS = 10_000;

  private static final int WARM_UP_LIMIT_MILLIS = 10_000;
  private static final long FINGERPRINT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Parts parts;
  private final String name;
  private final Log log;
  private final PlanPolicy policy;
  private final Notices notices;
  private final AtomicBoolean tickAsked = new AtomicBoolean();
  private final AtomicBoolean deskAsked = new AtomicBoolean();
  private final Acting acting;
  private final AlertSender alerts;
  private final WarmUp warmUp;
  private final PeerWatch watch;
  private final OrderlyStop stop;

  private volatile @Nullable LastingRosterStore store;
  private volatile @Nullable ServerLoop serverLoop;
  private @Nullable Reconciler reconciler;
  private volatile @Nullable LinkServer linkServer;

  /** Of the loop's thread alone. */
  private @Nullable Fingerprint fingerprint;

  /** Of the loop's thread alone. */
  private boolean mayServeTaken = true;

  /** Of the loop's thread alone. */
  private @Nullable Obstacle obstacle;

  private final CriticalTime critical = new CriticalTime();

  private volatile boolean healthy;

  /** Whether what was to be asked for has been answered in this life. */
  private volatile boolean warmedUp;

  private volatile boolean closed;
  private String lastAlerts = "";

  /** What it works with. */
  record Parts(
      Agent.Start start,
      ClusterSettings cluster,
      PeerDirectory peers,
      Containers containers,
      LoadMeter load,
      SourceDuplexer duplexer,
      SuccessorDesk desk,
      RelayTokens tokens,
      Rejuvenation rejuvenation,
      Operator operator,
      RequestGate gate,
      AgentStatus status,
      Chronicle chronicle,
      HandoverFile noteFile,
      ScheduledExecutorService loop,
      ScheduledExecutorService timer,
      ExecutorService work,
      Report.Action action,
      Supplier<String> httpUrl) {}

  ClusterMember(Parts parts) {
    this.parts = parts;
    this.name = parts.start().identity().name();
    this.log = parts.start().log();
    this.policy = SettingsMapping.plan(parts.start().settings());
    Settings settings = parts.start().settings();
    this.acting =
        new Acting(
            SettingsMapping.whenToAct(settings),
            SettingsMapping.cure(settings),
            parts.start().identity().directory(),
            Clock.system(settings.zone()),
            log);
    this.alerts =
        new AlertSender(
            SettingsMapping.alerts(settings),
            parts.work(),
            (problem, e) -> {
              Suppressed.count(e, "alert");
              log.warn("alert", problem, null);
            });
    this.warmUp = SettingsMapping.warmUp(settings);
    this.watch =
        new PeerWatch(name, new Lease(policy.leaseMillis(), LEASE_MARGIN_MILLIS), System::nanoTime);
    this.stop =
        new OrderlyStop(
            SettingsMapping.leave(settings),
            parts.operator(),
            this::noSuccessor,
            InstantSource.system(),
            log::info);
    this.notices = new Notices(settings, System::nanoTime, log::warn);
  }

  long incarnation() {
    return self().map(ServerEntry::incarnation).orElse(0L);
  }

  private Optional<ServerEntry> self() {
    ServerLoop current = serverLoop;
    return current == null ? Optional.empty() : current.self();
  }

  /**
   * Joins the cluster; takes seconds. If it cannot be joined the server goes on alone, and says so.
   */
  void join() {
    try {
      linkServer = openLinks();
      LastingRosterStore opened =
          LastingRosterStore.open(
              parts.cluster(),
              ClusterMember.class.getClassLoader(),
              System::nanoTime,
              new StoreListener());
      Settings settings = parts.start().settings();
      RosterMembership membership =
          new RosterMembership(
              name,
              settings.choice(Key.ROLE, Role.class),
              settings.choice(Key.MODE, Mode.class),
              parts.start().note().map(HandoverNote::incarnation).orElse(0L),
              log::warn);
      reconciler = new Reconciler(opened, view -> Plan.plan(view, policy), InstantSource.system());
      serverLoop =
          new ServerLoop(
              name,
              settings.choice(Key.ROLE, Role.class),
              parts.action(),
              opened,
              membership,
              parts.duplexer(),
              parts.rejuvenation(),
              parts.operator(),
              stop,
              this::facts,
              List.of((entry, roster) -> stageChanged(entry), parts.chronicle()),
              InstantSource.system(),
              log::info);
      store = opened;
      stopWithTheProcess();
      parts.loop().execute(this::safeTick);
      parts
          .work()
          .execute(
              () -> {
                while (!closed) {
                  probe();
                  parts.rejuvenation().lendThread();
                }
              });
    } catch (IOException | RuntimeException e) {
      log.error(
          "cluster",
          "the cluster cannot be joined, this server goes on alone: " + e.getMessage(),
          e);
      parts.peers().alone();
      parts.status().alone();
    }
  }

  private LinkServer openLinks() throws IOException {
    Settings settings = parts.start().settings();
    return LinkServer.start(
        new InetSocketAddress(settings.text(Key.CLUSTER_BIND), settings.number(Key.STATE_PORT)),
        new LinkServer.Config(
            parts.cluster().secret().derive("link"),
            () -> new LinkPeer(name, incarnation(), PeerLinks.PURPOSE),
            peer -> "",
            (peer, request) -> parts.desk().answer(peer.server(), request),
            LinkSettings.defaults(),
            parts.timer(),
            System::nanoTime,
            log::info));
  }

  /** Returns the present life of a server, this one included; empty while it is not known. */
  Optional<Life> life(String server) {
    ServerLoop current = serverLoop;
    Optional<ServerEntry> entry =
        current == null
            ? Optional.empty()
            : server.equals(name)
                ? current.self()
                : current.roster().flatMap(r -> r.server(server));
    return entry.map(e -> new Life(e.name(), e.incarnation()));
  }

  /** Returns what the roster says of a life that has handed over to this server. */
  SuccessorDesk.Standing standing(Life life, long round) {
    ServerLoop current = serverLoop;
    return RosterStanding.of(current == null ? Optional.empty() : current.roster(), life, round);
  }

  /** Returns why this server cannot be a successor of the named one now; empty if it can. */
  String refusal(String from) {
    Optional<ServerEntry> self = self();
    if (self.isEmpty() || self.get().stage() != Stage.IN_SERVICE) {
      return name + " is " + self.map(e -> e.stage().toString()).orElse("not on the roster");
    }
    return "";
  }

  private void stageChanged(ServerEntry entry) {
    if (parts.action() != Report.Action.OBSERVE && entry.stage() == Stage.IN_SERVICE) {
      parts.gate().check();
    }
  }

  private final class StoreListener implements LastingRosterStore.Listener {
    @Override
    public void log(String line) {
      log.info(line);
    }

    @Override
    public void changed() {
      askForTick();
    }

    @Override
    public void outOfMemory(OutOfMemoryError error) {
      Suppressed.count(error, "cluster member");
    }
  }

  private void askForTick() {
    if (tickAsked.compareAndSet(false, true)) {
      parts.loop().execute(this::safeTick);
    }
  }

  private void safeTick() {
    try {
      tick();
    } catch (RuntimeException | OutOfMemoryError e) {
      Suppressed.count(e, "cluster tick");
      log.error("cluster tick", "a turn in the cluster failed; the next one comes in a second", e);
    }
  }

  /** Looks at the roster and does what it says; where this member leads, plans. */
  void tick() {
    tickAsked.set(false);
    LastingRosterStore current = store;
    ServerLoop mine = serverLoop;
    if (current == null || mine == null || closed) {
      return;
    }
    mine.tick();
    ServerEntry entry = mine.self().orElse(null);
    Roster roster = mine.roster().orElse(null);
    if (entry == null || roster == null) {
      parts.status().off();
      return;
    }
    if (parts.action() != Report.Action.OBSERVE) {
      parts.noteFile().look(entry, () -> note(entry, roster));
    }
    watch.looked(roster, current.alive());
    forgetTaken();
    notices.members(current.alive());
    if (parts.desk().hasKept() && deskAsked.compareAndSet(false, true)) {
      parts.work().execute(this::tickDesk);
    }
    parts.peers().update(roster, entry, current.reports(), current.alive());
    parts
        .status()
        .cluster(
            entry,
            reconciler == null ? Optional.empty() : reconciler.view(),
            current.leader() ? name : null);
    if (reconciler != null && reconciler.tick() instanceof Reconciler.Round.Led led) {
      tell(led);
    }
  }

  /**
   * With the lease, what was decided about sessions is over too: each is looked at again, and those
   * that another server may have taken back are refused.
   */
  private void forgetTaken() {
    boolean may = watch.mayServeTaken();
    if (mayServeTaken && !may) {
      log.warn("cut off from the cluster: what was taken over from others is not served meanwhile");
      parts.gate().forget();
    }
    mayServeTaken = may;
  }

  private void tickDesk() {
    try {
      parts.desk().tick();
    } catch (RuntimeException | OutOfMemoryError e) {
      Suppressed.count(e, "desk");
      log.error("desk", "a look at what others have handed over failed; it comes again", e);
    } finally {
      deskAsked.set(false);
    }
  }

  /** Where its host answers that nobody listens, the process is dead; silence proves nothing. */
  boolean isDead(String server) {
    Optional<InetSocketAddress> address = parts.peers().stateAddress(server);
    if (address.isEmpty()) {
      return false;
    }
    try (Socket socket = new Socket()) {
      socket.connect(address.get(), CONNECT_MILLIS);
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void tell(Reconciler.Round.Led led) {
    led.change().ifPresent(change -> log.info("plan: " + change.reason()));
    StringBuilder text = new StringBuilder();
    for (Decision.Alert alert : led.alerts()) {
      text.append(alert.kind())
          .append(' ')
          .append(alert.server())
          .append(": ")
          .append(alert.text())
          .append('\n');
    }
    alerts.hold(
        led.alerts().stream()
            .filter(a -> a.kind() != Decision.Alert.Kind.WAITING)
            .map(this::alert)
            .toList());
    // Alerts are repeated for as long as they hold; a person is told once.
    if (!text.toString().equals(lastAlerts)) {
      lastAlerts = text.toString();
      lastAlerts.lines().forEach(log::warn);
    }
  }

  private Alert alert(Decision.Alert alert) {
    return new Alert(
        InstantSource.system().instant(),
        parts.cluster().cluster(),
        alert.server(),
        alert.kind().name(),
        alert.text());
  }

  /** See {@link PeerWatch#isOut}. */
  boolean isOut(Life life) {
    return watch.isOut(life.server());
  }

  /** See {@link PeerWatch#mayServeTaken}. */
  boolean mayServeTaken() {
    return watch.mayServeTaken();
  }

  /**
   * Takes back, by an operator's word, what this server has handed over.
   *
   * @throws IllegalStateException if that cannot be done, in words for the operator
   */
  void takeBack() {
    LastingRosterStore current = store;
    Roster roster = current == null ? null : current.roster().orElse(null);
    if (current == null || roster == null) {
      throw new IllegalStateException("takeBack is refused: this server is in no cluster");
    }
    String refusal = TakeBack.refusal(roster, name, current.alive());
    if (!refusal.isEmpty()) {
      throw new IllegalStateException("takeBack is refused: " + refusal);
    }
    String successor = String.valueOf(roster.require(name).successor());
    String reason = "an operator says that " + successor + " is lost";
    Roster next = Switching.takenBack(roster, name, reason, InstantSource.system().millis());
    if (current.replace(roster.epoch(), next) != RosterStore.Outcome.DONE) {
      throw new IllegalStateException(
          "takeBack is not done: the roster could not be changed; look at it and try again");
    }
    watch.giveUp(successor);
    askForTick();
  }

  private void probe() {
    String url = appUrl();
    String refusal = AppProbe.refusal(url, parts.peers().ownToken(), name);
    healthy = refusal == null;
    parts.status().healthy(healthy);
    notices.application(url, refusal);
    if (healthy && !warmedUp) {
      warmUp(url);
    }
    try {
      TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }

  private void warmUp(String url) {
    OwnApplication application =
        new OwnApplication(URI.create(url), parts.peers().ownToken(), name, WARM_UP_LIMIT_MILLIS);
    WarmUp.Outcome outcome = warmUp.run(target -> application.ask("GET", target));
    String trial = outcome.warm() ? trialMove() : "";
    warmedUp = outcome.warm() && trial.isEmpty();
    if (!outcome.warm()) {
      log.warn("warm-up", outcome.text(), null);
    } else if (!warmedUp) {
      log.warn("warm-up", "not warm: " + trial + "; it is tried again", null);
    } else if (parts.start().settings().has(Key.WARMUP_URLS)) {
      log.info(outcome.text());
    }
  }

  /** Returns why a session could not move to or from here, in words; empty if it could. */
  private String trialMove() {
    try {
      parts.containers().rehearse();
      return "";
    } catch (CaptureException | RuntimeException | LinkageError e) {
      return String.valueOf(e.getMessage());
    }
  }

  /** Returns how peers reach this application: as configured, else by its own connector. */
  private String appUrl() {
    Settings settings = parts.start().settings();
    return settings
        .url(Key.APP_URL)
        .map(Object::toString)
        .orElseGet(
            () ->
                parts.containers().all().stream()
                    .flatMap(c -> c.listeners().stream())
                    .filter(l -> l.scheme().equals("http"))
                    .findFirst()
                    .map(l -> "http://" + host(l, settings) + ":" + l.port())
                    .orElse(""));
  }

  private static String host(Listener listener, Settings settings) {
    boolean all = listener.host().equals("0.0.0.0") || listener.host().equals("::");
    String host = all ? settings.text(Key.CLUSTER_BIND) : listener.host();
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /**
   * Reads the names of all classes and libraries of the applications, so not at each tick; an offer
   * is compared with a fresh one.
   */
  private String fingerprint() {
    Set<String> applications =
        parts.containers().all().stream()
            .flatMap(c -> c.applications().stream())
            .collect(Collectors.toSet());
    long now = System.nanoTime();
    Fingerprint last = fingerprint;
    if (last == null
        || !last.applications().equals(applications)
        || now - last.takenNanos() > FINGERPRINT_NANOS) {
      last = new Fingerprint(applications, parts.containers().fingerprint(), now);
      fingerprint = last;
    }
    return last.digest();
  }

  /** Looks at files, so not at each tick either. */
  private String obstacle() {
    long now = System.nanoTime();
    Obstacle last = obstacle;
    if (last == null || now - last.takenNanos() > FINGERPRINT_NANOS) {
      last = new Obstacle(parts.rejuvenation().obstacle(), now);
      obstacle = last;
    }
    if (!last.text().isEmpty()) {
      return last.text();
    }
    // Not kept: the leader acts on a verdict within a second, and what is said here depends on it.
    String cap =
        RestartCap.obstacle(
            parts.status().history(),
            parts.start().settings().number(Key.RESTART_MAX_PER_HOUR),
            InstantSource.system().instant());
    return cap.isEmpty()
        ? acting.obstacle(parts.status().history(), parts.status().judgement())
        : cap;
  }

  private record Obstacle(String text, long takenNanos) {}

  private record Fingerprint(Set<String> applications, String digest, long takenNanos) {}

  private ServerFacts facts() {
    LinkServer links = linkServer;
    Settings settings = parts.start().settings();
    double uptime = ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
    boolean restarted = parts.start().note().isPresent();
    double warmup = settings.duration(Key.WARMUP).toMillis() / 1000.0;
    Runtime jvm = Runtime.getRuntime();
    long free = jvm.maxMemory() - jvm.totalMemory() + jvm.freeMemory();
    int threads = Math.max(1, parts.containers().requestThreads());
    double load = (double) parts.load().sample().inFlight() / threads;
    Judgement judgement = parts.status().judgement();
    acting.look(judgement, load);
    return new ServerFacts(
        parts.operator().order(),
        Report.Health.of(
            judgement, uptime, healthy, healthy && warmedUp && (restarted || uptime >= warmup)),
        new Report.Restart(
            obstacle(),
            acting.waitsFor(judgement, load, rosterSize()),
            settings.text(Key.EMERGENCY).equals("restart")
                && critical.lasts(judgement.verdict(), System.nanoTime())),
        new Report.Capacity(
            !parts.containers().all().isEmpty(),
            fingerprint(),
            parts.containers().sessions(),
            parts.status().stateBytes(),
            free,
            load,
            parts.load().sample().requestsPerSecond()),
        new Report.Addresses(
            appUrl(),
            links == null ? "" : settings.text(Key.CLUSTER_BIND) + ":" + links.port(),
            parts.httpUrl().get()));
  }

  private int rosterSize() {
    ServerLoop current = serverLoop;
    return current == null ? 1 : current.roster().map(r -> r.servers().size()).orElse(1);
  }

  /** Returns what the next life is told. */
  HandoverNote note(ServerEntry entry, Roster roster) {
    String successor = entry.successor() == null ? "" : entry.successor();
    LastingRosterStore current = store;
    Report report = current == null ? null : current.reports().get(successor);
    return new HandoverNote(
        report == null ? "" : successor,
        report == null ? "" : report.addresses().appUrl(),
        report == null ? "" : report.addresses().stateAddress(),
        report == null ? "" : parts.tokens().token(successor, report.incarnation()),
        roster.epoch(),
        entry.incarnation(),
        entry.round(),
        InstantSource.system().millis());
  }

  /** Leaves in order, bounded. */
  void close() {
    closed = true;
    LastingRosterStore current = store;
    if (current != null) {
      current.close();
    }
  }

  /**
   * This process is about to stop, not for a restart: hands over and leaves, and only then returns;
   * bounded by perennial.stop.limit and perennial.drain.limit. Relaying goes on after that.
   */
  void stopInOrder() {
    if (closed || parts.rejuvenation().isRestarting()) {
      return;
    }
    try {
      if (serverLoop != null) {
        stop.begin();
        askForTick();
        if (!stop.await()) {
          log.warn("the hand-over was not over in time: this server stops all the same");
        }
        stopListening();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  /** From here on clients are better off elsewhere; those that are connected are still answered. */
  private void stopListening() throws InterruptedException {
    if (parts.action() == Report.Action.OBSERVE) {
      return;
    }
    parts.rejuvenation().refuseClients();
  }

  /** A container whose stop nobody can see ends with the JVM: that waits for this. */
  private void stopWithTheProcess() {
    if (parts.action() == Report.Action.OBSERVE) {
      return;
    }
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(this::stopInOrder, "perennial-farewell"));
    } catch (IllegalStateException e) {
      log.info("the process stops already");
    }
  }

  /** Returns what the cluster can do for this server, as last seen. For the loop. */
  Standing standing() {
    ServerEntry entry = self().orElse(null);
    LastingRosterStore current = store;
    if (entry == null || current == null || current.isLost() || closed) {
      return parts.rejuvenation().isRestarting() ? Standing.SWITCHING_OR_LATER : Standing.ALONE;
    }
    return switch (entry.stage()) {
      case DUPLEXING -> Standing.DUPLEXING;
      case SWITCHING, RETIRED, REJUVENATING -> Standing.SWITCHING_OR_LATER;
      case IN_SERVICE -> hasSuccessor(entry) ? Standing.SUCCESSOR_AT_HAND : Standing.ALONE;
      case JOINING, RETURNING, OUT -> Standing.ALONE;
    };
  }

  /** A spare has nothing to hand over, and needs none. */
  private boolean hasSuccessor(ServerEntry entry) {
    return entry.role() == Role.PRIMARY
        && !parts.containers().all().isEmpty()
        && noSuccessor().isEmpty();
  }

  private String noSuccessor() {
    Optional<ClusterView> view = reconciler == null ? Optional.empty() : reconciler.view();
    if (view.isEmpty() || view.get().roster().server(name).isEmpty()) {
      return "the roster is not known";
    }
    SuccessorPolicy.Selection selection = SuccessorPolicy.select(view.get(), policy, name);
    return selection.chosen() == null ? selection.refusal(name) : "";
  }
}
