package dev.perennial.agent.server;

import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.roster.Report;
import java.util.function.DoubleSupplier;

/**
 * Whether this server can serve, as it says of itself. Thread-safe.
 *
 * @param uptimeSeconds of this JVM
 * @param restarted whether this life follows another one by a restart: its clients know no other,
 *     and wait for it
 * @param warmupSeconds that another life takes until it counts as warm
 */
public record Readiness(
    ApplicationProbe probe, DoubleSupplier uptimeSeconds, boolean restarted, double warmupSeconds) {

  /** Returns how this server is, which was judged. */
  Report.Health health(Judgement judgement) {
    double uptime = uptimeSeconds.getAsDouble();
    boolean healthy = probe.isHealthy();
    boolean warm = healthy && probe.isWarmedUp() && (restarted || uptime >= warmupSeconds);
    return Report.Health.of(judgement, uptime, healthy, warm);
  }
}
