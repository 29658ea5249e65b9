package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.lang.management.BufferPoolMXBean;
import java.util.List;
import java.util.Optional;

/** Memory of buffers outside the heap, of one kind. */
final class BufferSensor extends NamedSensor {
  private final List<BufferPoolMXBean> pools;
  private final long limit;

  private BufferSensor(String name, List<BufferPoolMXBean> pools, long limit) {
    super(name, "bytes");
    this.pools = pools;
    this.limit = limit;
  }

  /**
   * Reads direct buffers.
   *
   * @param limit that of MaxDirectMemorySize, bytes
   */
  static BufferSensor direct(List<BufferPoolMXBean> pools, long limit) {
    return new BufferSensor("buffers.direct", named(pools, "direct"), limit);
  }

  /** Reads mapped files. */
  static BufferSensor mapped(List<BufferPoolMXBean> pools) {
    return new BufferSensor("buffers.mapped", named(pools, "mapped"), 0);
  }

  /** Besides "mapped" there is "mapped - 'non-volatile memory'". */
  private static List<BufferPoolMXBean> named(List<BufferPoolMXBean> pools, String start) {
    return pools.stream().filter(p -> p.getName().startsWith(start)).toList();
  }

  @Override
  public Optional<Reading> read() {
    return pools.isEmpty() ? Optional.empty() : reading(bytes(), limit);
  }

  /** Returns the memory in use, bytes. */
  long bytes() {
    long sum = 0;
    for (BufferPoolMXBean pool : pools) {
      sum += Math.max(0, pool.getMemoryUsed());
    }
    return sum;
  }
}
