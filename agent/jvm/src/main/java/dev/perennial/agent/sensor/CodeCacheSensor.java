package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Optional;

/** Compiled code; the segments of the code cache together, as one takes from another when full. */
final class CodeCacheSensor extends NamedSensor {
  private final List<MemoryPoolMXBean> pools;

  CodeCacheSensor(List<MemoryPoolMXBean> pools) {
    super("code.cache", "bytes");
    this.pools = pools.stream().filter(p -> p.getName().startsWith("Code")).toList();
  }

  @Override
  public Optional<Reading> read() {
    long used = 0;
    long max = 0;
    boolean limited = true;
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage usage = pool.getUsage();
      used += usage.getUsed();
      max += usage.getMax();
      limited &= usage.getMax() >= 0;
    }
    return pools.isEmpty() ? Optional.empty() : reading(used, limited ? max : NO_LIMIT);
  }
}
