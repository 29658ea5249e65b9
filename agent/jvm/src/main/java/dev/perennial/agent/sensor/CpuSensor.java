package dev.perennial.agent.sensor;

import com.sun.management.OperatingSystemMXBean;
import dev.perennial.coordinator.aging.Reading;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * The share of its processors that the process used since the last reading. Made of the process's
 * CPU time: the JVM's own figure is shared by all who ask, so that the application's asking would
 * shorten our span.
 */
final class CpuSensor extends NamedSensor {
  private final java.lang.management.OperatingSystemMXBean system;
  private final IntSupplier processors;
  private final LongSupplier nanos;
  private long cpuBefore;
  private long nanosBefore;

  CpuSensor(
      java.lang.management.OperatingSystemMXBean system,
      IntSupplier processors,
      LongSupplier nanos) {
    super("load.cpu", "ratio");
    this.system = system;
    this.processors = processors;
    this.nanos = nanos;
    this.cpuBefore = cpuNanos();
    this.nanosBefore = nanos.getAsLong();
  }

  @Override
  public Optional<Reading> read() {
    long cpu = cpuNanos();
    long now = nanos.getAsLong();
    double wall = (double) (now - nanosBefore) * Math.max(1, processors.getAsInt());
    if (cpu < 0 || wall <= 0) {
      return Optional.empty();
    }
    double share = (cpu - cpuBefore) / wall;
    cpuBefore = cpu;
    nanosBefore = now;
    return reading(Math.min(1, Math.max(0, share)), 1);
  }

  private long cpuNanos() {
    return system instanceof OperatingSystemMXBean hotspot ? hotspot.getProcessCpuTime() : -1;
  }
}
