package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.lang.management.ThreadMXBean;
import java.util.Optional;

/** Threads that wait for each other for ever. Looking for them stops the JVM for a moment. */
final class DeadlockSensor extends NamedSensor {
  private final ThreadMXBean threads;

  DeadlockSensor(ThreadMXBean threads) {
    super("threads.deadlocked", "threads");
    this.threads = threads;
  }

  @Override
  public Optional<Reading> read() {
    long[] found = threads.findDeadlockedThreads();
    return reading(found == null ? 0 : found.length, NO_LIMIT);
  }
}
