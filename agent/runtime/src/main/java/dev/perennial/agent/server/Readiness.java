package dev.perennial.agent.server;

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

  double uptime() {
    return uptimeSeconds.getAsDouble();
  }

  boolean isHealthy() {
    return probe.isHealthy();
  }

  boolean isWarm() {
    return probe.isHealthy()
        && probe.isWarmedUp()
        && (restarted || uptimeSeconds.getAsDouble() >= warmupSeconds);
  }
}
