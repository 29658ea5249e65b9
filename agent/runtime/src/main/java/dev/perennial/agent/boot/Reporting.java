package dev.perennial.agent.boot;

import dev.perennial.agent.server.Acting;
import dev.perennial.agent.server.AgentStatus;
import dev.perennial.agent.server.ApplicationAddress;
import dev.perennial.agent.server.ApplicationProbe;
import dev.perennial.agent.server.LocalApplication;
import dev.perennial.agent.server.Notices;
import dev.perennial.agent.server.Operator;
import dev.perennial.agent.server.OwnCapacity;
import dev.perennial.agent.server.Reach;
import dev.perennial.agent.server.Readiness;
import dev.perennial.agent.server.Reluctance;
import dev.perennial.agent.server.RosterView;
import dev.perennial.agent.server.SelfReport;
import dev.perennial.agent.server.StateLook;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.Settings;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.function.Supplier;

/** Makes and joins what this server says of itself to its cluster. */
final class Reporting {
  final ApplicationProbe probe;
  final Notices notices;
  private final Start start;
  private final TrafficWiring traffic;
  private final AgentStatus status;
  private final Reluctance reluctance;
  private final Supplier<String> httpUrl;

  /**
   * @param restartObstacle what forbids a restart, in words; looks at files
   */
  Reporting(
      Start start,
      TrafficWiring traffic,
      AgentStatus status,
      Reach reach,
      Supplier<String> restartObstacle,
      Supplier<String> httpUrl) {
    this.start = start;
    this.traffic = traffic;
    this.status = status;
    this.httpUrl = httpUrl;
    Settings settings = start.settings();
    notices = new Notices(settings, reach, System::nanoTime, start.log()::info, start.log()::warn);
    Clock clock = Clock.system(settings.zone());
    Acting acting =
        new Acting(
            SettingsMapping.whenToAct(settings),
            SettingsMapping.cure(settings),
            start.identity().directory(),
            clock,
            start.log());
    reluctance =
        new Reluctance(
            acting,
            status::history,
            new StateLook(
                traffic.containers::elsewhere,
                restartObstacle,
                start.log()::info,
                start.log()::warn),
            new Reluctance.Limits(
                settings.number(Key.RESTART_MAX_PER_HOUR),
                settings.text(Key.EMERGENCY).equals("restart")),
            clock,
            System::nanoTime);
    probe =
        new ApplicationProbe(
            new LocalApplication(
                traffic.containers,
                settings.url(Key.APP_URL),
                settings.statuses(Key.APP_HEALTH_STATUS)::contains,
                SettingsMapping.warmUp(settings)),
            this::looked,
            settings.has(Key.WARMUP_URLS),
            start.log());
  }

  private void looked(ApplicationProbe.Look look) {
    status.looked(look);
    notices.application(look.refusal());
  }

  /** For people: the agents need it no more. */
  private String appUrl() {
    return ApplicationAddress.of(
        traffic.containers.listeners(), start.settings().text(Key.CLUSTER_BIND));
  }

  /**
   * @param stateAddress where this server's agent answers the others
   */
  SelfReport report(Operator operator, RosterView roster, String stateAddress) {
    return new SelfReport(
        status::judgement,
        new SelfReport.Wanted(start.settings().choice(Key.ROLE, Role.class), start.action()),
        operator,
        new Readiness(
            probe,
            () -> ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0,
            start.note().isPresent(),
            start.settings().duration(Key.WARMUP).toMillis() / 1000.0),
        reluctance,
        new OwnCapacity(traffic.containers, traffic.load, status::stateBytes, System::nanoTime),
        () -> new Report.Addresses(appUrl(), stateAddress, httpUrl.get()),
        roster);
  }
}
