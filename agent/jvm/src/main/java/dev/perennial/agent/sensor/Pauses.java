package dev.perennial.agent.sensor;

import java.lang.management.GarbageCollectorMXBean;
import java.util.List;

/**
 * The time that collections stopped the application. ZGC and Shenandoah have two beans for the same
 * work, "... Cycles" (concurrent, nobody waits) and "... Pauses"; every other bean's time is
 * pauses.
 */
final class Pauses {
  private final List<GarbageCollectorMXBean> collectors;

  Pauses(List<GarbageCollectorMXBean> collectors) {
    this.collectors = collectors.stream().filter(c -> !c.getName().endsWith("Cycles")).toList();
  }

  /** Returns the sum since the JVM started, seconds. */
  double seconds() {
    long millis = 0;
    for (GarbageCollectorMXBean collector : collectors) {
      millis += Math.max(0, collector.getCollectionTime());
    }
    return millis / 1000.0;
  }
}
