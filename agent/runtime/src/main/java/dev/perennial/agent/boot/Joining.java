package dev.perennial.agent.boot;

import dev.perennial.agent.alert.Alert;
import dev.perennial.agent.alert.AlertSender;
import dev.perennial.agent.link.LinkServer;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.restart.HandoverNote;
import dev.perennial.agent.server.ClusterMember;
import dev.perennial.agent.server.ClusterTurn;
import dev.perennial.agent.server.LeaderAlerts;
import dev.perennial.agent.server.OrderlyLeave;
import dev.perennial.agent.server.RosterMembership;
import dev.perennial.agent.server.RosterOrders;
import dev.perennial.agent.server.ServerLoop;
import dev.perennial.agent.server.StageLog;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import dev.perennial.coordinator.hazelcast.ClusterSettings;
import dev.perennial.coordinator.hazelcast.LastingRosterStore;
import dev.perennial.coordinator.hazelcast.SecretDoubts;
import dev.perennial.coordinator.hazelcast.Trouble;
import dev.perennial.coordinator.reconcile.Reconciler;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Plan;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Brings this server into its cluster, and makes what it does there. For one thread. */
final class Joining {
  private static final long PROBE_MILLIS = 1_000;

  private final Start start;
  private final Workers workers;
  private final ClusterParts cluster;
  private final TrafficWiring traffic;
  private final Endings endings;
  private final Records records;
  private final Following following;
  private final Reporting reporting;
  private final Beginnings beginnings;
  private final AlertSender alerts;
  private final ClusterSettings settings;
  private final ClusterMember member;
  private final Log log;
  private final InstantSource clock = InstantSource.system();
  private final SecretDoubts doubts = new SecretDoubts(System::nanoTime);

  /** Outlives a try that fails after it. */
  private @Nullable LinkServer links;

  Joining(
      Start start,
      Workers workers,
      ClusterParts cluster,
      TrafficWiring traffic,
      Endings endings,
      Records records,
      Following following,
      Reporting reporting,
      Beginnings beginnings,
      AlertSender alerts) {
    this.start = start;
    this.workers = workers;
    this.cluster = cluster;
    this.traffic = traffic;
    this.endings = endings;
    this.records = records;
    this.following = following;
    this.reporting = reporting;
    this.beginnings = beginnings;
    this.alerts = alerts;
    this.settings = cluster.settings().orElseThrow();
    this.member = cluster.member();
    this.log = start.log();
  }

  /**
   * Joins; takes seconds. If that fails it may be called again.
   *
   * @throws IOException or ClusterException, in words, if it cannot be joined now
   */
  void join() throws IOException {
    LinkServer listening = links;
    if (listening == null) {
      listening = traffic.openLinks(settings.secret());
      links = listening;
    }
    LastingRosterStore store =
        LastingRosterStore.open(
            settings,
            Joining.class.getClassLoader(),
            System::nanoTime,
            new StoreListener(),
            doubts);
    try {
      member.joined(membered(store, listening));
    } catch (RuntimeException | Error e) {
      store.close();
      throw e;
    }
    endings.farewell.sayWithTheProcess();
    beginnings.begin(
        "its first look at the roster", () -> workers.loop().execute(member::safeTurn));
    beginnings.begin("its looks at the application", () -> workers.work().execute(this::probe));
  }

  private ClusterMember.Membered membered(LastingRosterStore store, LinkServer listening) {
    Reconciler reconciler = new Reconciler(store, view -> Plan.plan(view, cluster.policy()), clock);
    ServerLoop serverLoop = serverLoop(store, listening);
    return new ClusterMember.Membered(
        store,
        reconciler::view,
        store::isLost,
        new ClusterTurn(
            serverLoop::tick,
            cluster.roster(),
            store,
            following.followers(reconciler::view),
            following::hasNoPlace,
            reconciler::tick,
            leaderAlerts()::tell),
        store::close);
  }

  private ServerLoop serverLoop(RosterStore store, LinkServer listening) {
    Settings keys = start.settings();
    RosterMembership membership =
        new RosterMembership(
            start.name(),
            keys.choice(Key.ROLE, Role.class),
            keys.choice(Key.MODE, Mode.class),
            start.note().map(HandoverNote::incarnation).orElse(0L),
            log::warn);
    RosterOrders orders =
        new RosterOrders(
            store,
            traffic.duplexer,
            endings.rejuvenator,
            endings.stop::isBegun,
            cluster.policy(),
            clock,
            new ToldOrders(start.name(), settings.cluster(), log, records.audit(), alerts, clock));
    String stateAddress = keys.text(Key.CLUSTER_BIND) + ":" + listening.port();
    return new ServerLoop(
        cluster.roster(),
        store,
        membership,
        orders,
        new OrderlyLeave(endings.stop, store, traffic.duplexer, clock),
        reporting.report(endings.operator, cluster.roster(), stateAddress),
        List.of(
            new StageLog(log::info),
            endings.operator,
            (entry, roster) -> stageChanged(entry),
            records.chronicle()),
        clock);
  }

  private void stageChanged(ServerEntry entry) {
    if (!start.onlyObserves() && entry.stage() == Stage.IN_SERVICE) {
      traffic.gate.check();
    }
  }

  private LeaderAlerts leaderAlerts() {
    String source = "plan";
    LeaderAlerts.Channels channels =
        new LeaderAlerts.Channels() {
          @Override
          public void hold(List<Alert> present) {
            alerts.hold(source, present);
          }

          @Override
          public void forget() {
            alerts.forget(source);
          }
        };
    return new LeaderAlerts(settings.cluster(), channels, log::info, log::warn, clock);
  }

  private void probe() {
    try {
      while (!member.hasLeft()) {
        lookAtApplication();
        TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS);
        endings.rejuvenator.lendThread();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      member.fallSilent();
    }
  }

  /** What one look throws must not be the end of all. */
  private void lookAtApplication() {
    try {
      reporting.probe.look();
    } catch (RuntimeException | Error e) {
      Suppressed.count(e, "probe");
      log.warn("probe", "a look at the application failed: " + Trouble.of(e), e);
    }
  }

  private final class StoreListener implements LastingRosterStore.Listener {
    @Override
    public void log(String line) {
      log.info(line);
    }

    @Override
    public void changed() {
      member.askForTurn();
    }

    @Override
    public void refused(String proof) {
      cluster.proofs().refused(proof);
    }

    @Override
    public void outOfMemory(OutOfMemoryError error) {
      Suppressed.count(error, "cluster member");
    }

    @Override
    public void failed(Throwable error) {
      Suppressed.count(error, "opening a cluster member");
    }
  }
}
