package dev.perennial.agent.boot;

import dev.perennial.agent.container.StartFile;
import dev.perennial.agent.guard.SuddenDeathGuard;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.rejuvenation.Account;
import dev.perennial.agent.rejuvenation.CleaningLadder;
import dev.perennial.agent.rejuvenation.ConnectorNotice;
import dev.perennial.agent.rejuvenation.Departures;
import dev.perennial.agent.rejuvenation.EmergencyPolicy;
import dev.perennial.agent.rejuvenation.EmergencyRules;
import dev.perennial.agent.rejuvenation.LentThread;
import dev.perennial.agent.rejuvenation.PreparedRestart;
import dev.perennial.agent.rejuvenation.Rejuvenator;
import dev.perennial.agent.rejuvenation.StartFileWatch;
import dev.perennial.agent.server.Farewell;
import dev.perennial.agent.server.LastLook;
import dev.perennial.agent.server.NextLife;
import dev.perennial.agent.server.Operator;
import dev.perennial.agent.server.OrderlyStop;
import dev.perennial.agent.server.Succession;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import java.time.InstantSource;
import java.util.List;

/** Makes and joins the ways in which this life can end: a restart, a stop, an emergency. */
final class Endings {
  final Operator operator;
  final NextLife nextLife;
  final Rejuvenator rejuvenator;
  final OrderlyStop stop;
  final Farewell farewell;
  final StartFileWatch startFiles;
  private final Start start;
  private final TrafficWiring traffic;
  private final Records records;
  private final PreparedRestart restart;
  private final Succession succession;
  private final InstantSource clock;

  Endings(
      Start start,
      TrafficWiring traffic,
      ClusterParts cluster,
      Records records,
      Operator operator,
      CleaningLadder ladder,
      LateRestart lateRestart,
      InstantSource clock) {
    this.start = start;
    this.traffic = traffic;
    this.records = records;
    this.operator = operator;
    this.clock = clock;
    Log log = start.log();
    startFiles = new StartFileWatch(() -> startFiles(traffic), start.settings().zone());
    restart =
        new PreparedRestart(
            lateRestart::prepared,
            records.noteFile().path(),
            start.loading().agentOption(),
            startFiles,
            operator::acceptsChanges);
    nextLife =
        new NextLife(
            cluster.member(),
            new LastLook(cluster.member(), traffic.duplexer),
            traffic.tokens,
            clock);
    rejuvenator =
        new Rejuvenator(
            restart,
            ladder,
            departures(),
            records.noteFile(),
            nextLife,
            new Account(
                records.history(),
                records.audit(),
                records.chronicle(),
                traffic.outgoing::moved,
                clock),
            new LentThread(AgentThreads.daemon("perennial-rejuvenate")),
            log);
    succession =
        new Succession(
            cluster.roster(),
            cluster.member(),
            cluster.policy(),
            () -> !traffic.containers.all().isEmpty(),
            rejuvenator::isRestarting);
    stop =
        new OrderlyStop(
            SettingsMapping.leave(start.settings()),
            operator,
            succession::obstacle,
            clock,
            log::info);
    farewell = new Farewell(cluster.member(), stop, rejuvenator, !start.onlyObserves(), log);
  }

  private static List<StartFile> startFiles(TrafficWiring traffic) {
    return traffic.containers.all().stream().flatMap(c -> c.startFiles().stream()).toList();
  }

  private Departures departures() {
    Settings settings = start.settings();
    return new Departures(
        traffic.containers,
        keepsSockets(settings),
        settings.duration(Key.DRAIN_LIMIT),
        start.log());
  }

  private static boolean keepsSockets(Settings settings) {
    return settings.text(Key.SOCKETS).equals("keep");
  }

  ConnectorNotice connectorNotice() {
    return new ConnectorNotice(
        traffic.containers::listeners, keepsSockets(start.settings()), start.log());
  }

  EmergencyPolicy emergency(SuddenDeathGuard guard) {
    return new EmergencyPolicy(
        guard,
        new EmergencyRules(
            start.settings(), operator, records.history()::all, records.lastEmergency(), clock),
        restart::emergency,
        traffic.containers,
        succession::standing,
        start.log());
  }
}
