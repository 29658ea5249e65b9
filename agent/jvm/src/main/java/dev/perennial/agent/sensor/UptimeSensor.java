package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.lang.management.RuntimeMXBean;
import java.util.Optional;

/** How long this life of the JVM has been running. */
final class UptimeSensor extends NamedSensor {
  private final RuntimeMXBean runtime;

  UptimeSensor(RuntimeMXBean runtime) {
    super("uptime", "seconds");
    this.runtime = runtime;
  }

  @Override
  public Optional<Reading> read() {
    return reading(runtime.getUptime() / 1000.0, NO_LIMIT);
  }
}
