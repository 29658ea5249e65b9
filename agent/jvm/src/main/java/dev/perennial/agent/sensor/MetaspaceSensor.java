package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Class metadata. Where MaxMetaspaceSize is set, that is the limit of all of it. Otherwise only the
 * part called compressed class space has a limit, so that part is what is read.
 *
 * <p>The limit is one for what is committed. Each class loader has chunks of its own, mostly empty
 * where it has few classes: loaders that leak can exhaust the metaspace with half of it in use.
 */
final class MetaspaceSensor extends NamedSensor {
  private final @Nullable MemoryPoolMXBean pool;

  MetaspaceSensor(List<MemoryPoolMXBean> pools) {
    super("metaspace", "bytes");
    MemoryPoolMXBean all = named(pools, "Metaspace");
    MemoryPoolMXBean classes = named(pools, "Compressed Class Space");
    boolean unlimited = all == null || all.getUsage().getMax() < 0;
    this.pool = unlimited && classes != null ? classes : all;
  }

  private static @Nullable MemoryPoolMXBean named(List<MemoryPoolMXBean> pools, String name) {
    for (MemoryPoolMXBean pool : pools) {
      if (pool.getName().equals(name)) {
        return pool;
      }
    }
    return null;
  }

  @Override
  public Optional<Reading> read() {
    if (pool == null) {
      return Optional.empty();
    }
    MemoryUsage usage = pool.getUsage();
    return reading(usage.getCommitted(), usage.getMax());
  }
}
