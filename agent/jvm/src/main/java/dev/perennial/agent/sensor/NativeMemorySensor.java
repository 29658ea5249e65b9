package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Native memory that the JVM does not account for: anonymous memory in RAM less the heap, class
 * metadata, compiled code and direct buffers. What is left is malloc, thread stacks and the
 * collector's own tables; a leak in a native library grows it. Linux only.
 *
 * <p>The heap counts with what was ever touched, not with what is committed: pages never touched
 * are not in RAM. An estimate, so its floor is 0.
 */
final class NativeMemorySensor extends NamedSensor {
  private final ProcessFiles files;
  private final List<MemoryPoolMXBean> heap;
  private final List<MemoryPoolMXBean> nonHeap;
  private final BufferSensor direct;
  private final boolean heapIsAnonymous;
  private final long memoryForAll;
  private final long heapMax;

  /**
   * Makes a sensor.
   *
   * @param heapIsAnonymous whether the heap is anonymous memory: ZGC's is shared memory, and large
   *     pages are not counted at all
   * @param memoryForAll what the container or the machine has, bytes; not positive if not known
   * @param heapMax the largest the heap can be, bytes
   */
  NativeMemorySensor(
      ProcessFiles files,
      List<MemoryPoolMXBean> pools,
      BufferSensor direct,
      boolean heapIsAnonymous,
      long memoryForAll,
      long heapMax) {
    super("memory.native", "bytes");
    this.files = files;
    this.heap = pools.stream().filter(p -> p.getType() == MemoryType.HEAP).toList();
    // The class space is a part of Metaspace, which counts it already.
    this.nonHeap =
        pools.stream()
            .filter(p -> p.getType() == MemoryType.NON_HEAP)
            .filter(p -> !p.getName().equals("Compressed Class Space"))
            .toList();
    this.direct = direct;
    this.heapIsAnonymous = heapIsAnonymous;
    this.memoryForAll = memoryForAll;
    this.heapMax = heapMax;
  }

  @Override
  public Optional<Reading> read() {
    OptionalLong anonymous = files.anonymousBytes();
    if (anonymous.isEmpty()) {
      return Optional.empty();
    }
    long known = direct.bytes();
    for (MemoryPoolMXBean pool : nonHeap) {
      known += pool.getUsage().getCommitted();
    }
    long value = anonymous.getAsLong() - known - (heapIsAnonymous ? touchedHeap() : 0);
    return reading(Math.max(0, value), memoryForAll > 0 ? memoryForAll - heapMax - known : 0);
  }

  private long touchedHeap() {
    long committed = 0;
    long peak = 0;
    for (MemoryPoolMXBean pool : heap) {
      MemoryUsage usage = pool.getUsage();
      committed += usage.getCommitted();
      peak += pool.getPeakUsage().getUsed();
    }
    return Math.min(committed, peak);
  }
}
