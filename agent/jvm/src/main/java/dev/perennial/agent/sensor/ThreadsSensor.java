package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.lang.management.ThreadMXBean;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Live platform threads; virtual ones are not counted. */
final class ThreadsSensor extends NamedSensor {
  private final ThreadMXBean threads;
  private final LongSupplier limit;

  /**
   * Makes a sensor.
   *
   * @param limit the system's for this process, not positive if there is none
   */
  ThreadsSensor(ThreadMXBean threads, LongSupplier limit) {
    super("threads", "threads");
    this.threads = threads;
    this.limit = limit;
  }

  @Override
  public Optional<Reading> read() {
    return reading(threads.getThreadCount(), limit.getAsLong());
  }
}
