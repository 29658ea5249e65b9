package dev.perennial.agent.boot;

import dev.perennial.agent.jmx.JmxCaller;
import dev.perennial.agent.jmx.JmxPublisher;
import dev.perennial.agent.server.AgentStatus;
import dev.perennial.agent.server.DryRun;
import dev.perennial.agent.server.OperatorControl;
import dev.perennial.agent.server.StateLook;
import dev.perennial.agent.server.TakeBackOrder;
import dev.perennial.agent.settings.Key;
import dev.perennial.agent.status.ClusterStatus;
import java.lang.management.ManagementFactory;
import java.time.InstantSource;

/** Makes and joins what an operator sees and may order over JMX. */
final class JmxWiring {
  private JmxWiring() {}

  static JmxPublisher publisher(
      Start start,
      TrafficWiring traffic,
      ClusterParts cluster,
      Endings endings,
      Records records,
      AgentStatus status) {
    InstantSource clock = InstantSource.system();
    DryRun dryRun =
        new DryRun(
            traffic.moves::check,
            () -> status.cluster().map(ClusterStatus::view),
            cluster.policy(),
            start.name());
    TakeBackOrder takeBack =
        new TakeBackOrder(
            start.name(),
            cluster.member(),
            round -> endings.rejuvenator.givenUp(round) != null,
            cluster.watch()::giveUp,
            clock);
    return new JmxPublisher(
        ManagementFactory::getPlatformMBeanServer,
        status,
        new OperatorControl(
            endings.operator,
            dryRun::run,
            StateLook.and(traffic.containers::elsewhere, endings.rejuvenator),
            takeBack::carryOut,
            records.audit(),
            JmxCaller::who,
            start.settings().flag(Key.JMX_OPERATIONS)
                ? ""
                : Key.JMX_OPERATIONS.key() + "=false takes no orders over JMX",
            start.name()),
        clock);
  }
}
