package dev.perennial.agent.boot;

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

/** Brings this server into its cluster, and makes what it does there. */
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
  private final ClusterSettings settings;
  private final ClusterMember member;
  private final Log log;
  private final InstantSource clock = InstantSource.system();

  Joining(
      Start start,
      Workers workers,
      ClusterParts cluster,
      TrafficWiring traffic,
      Endings endings,
      Records records,
      Following following,
      Reporting reporting) {
    this.start = start;
    this.workers = workers;
    this.cluster = cluster;
    this.traffic = traffic;
    this.endings = endings;
    this.records = records;
    this.following = following;
    this.reporting = reporting;
    this.settings = cluster.settings().orElseThrow();
    this.member = cluster.member();
    this.log = start.log();
  }

  /** Joins and returns true; takes seconds. Says why if that cannot be done. */
  boolean join() {
    try {
      LinkServer links = traffic.openLinks(settings.secret());
      LastingRosterStore store =
          LastingRosterStore.open(
              settings, Joining.class.getClassLoader(), System::nanoTime, new StoreListener());
      Reconciler reconciler =
          new Reconciler(store, view -> Plan.plan(view, cluster.policy()), clock);
      ServerLoop serverLoop = serverLoop(store, links);
      member.joined(
          new ClusterMember.Membered(
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
              store::close));
      endings.farewell.sayWithTheProcess();
      workers.loop().execute(member::safeTurn);
      workers.work().execute(this::probe);
      return true;
    } catch (IOException | RuntimeException e) {
      log.error(
          "cluster",
          "the cluster cannot be joined, this server goes on alone: " + e.getMessage(),
          e);
      return false;
    }
  }

  private ServerLoop serverLoop(RosterStore store, LinkServer links) {
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
            store, traffic.duplexer, endings.rejuvenator, endings.stop::isBegun, clock, log::info);
    String stateAddress = keys.text(Key.CLUSTER_BIND) + ":" + links.port();
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
    AlertSender sender =
        new AlertSender(
            SettingsMapping.alerts(start.settings()),
            workers.work(),
            (problem, e) -> {
              Suppressed.count(e, "alert");
              log.warn("alert", problem, null);
            });
    return new LeaderAlerts(settings.cluster(), sender::hold, log::info, log::warn, clock);
  }

  private void probe() {
    try {
      while (!member.hasLeft()) {
        reporting.probe.look();
        TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS);
        endings.rejuvenator.lendThread();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      member.fallSilent();
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
    public void outOfMemory(OutOfMemoryError error) {
      Suppressed.count(error, "cluster member");
    }
  }
}
