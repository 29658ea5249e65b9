package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * Native memory that the JVM does not account for: anonymous memory in RAM less the heap, class
 * metadata, compiled code and direct buffers. What is left is malloc, thread stacks and the
 * collector's own tables; a leak in a native library grows it. Linux only. The limit is what heap,
 * metadata, code and buffers leave of the memory as they are now: no more is taken for theirs than
 * they have come to. An estimate, so its floor is 0.
 */
final class NativeMemorySensor extends NamedSensor {
  private final ProcessFiles files;
  private final TouchedHeap heap;
  private final List<MemoryPoolMXBean> nonHeap;
  private final BufferSensor direct;
  private final boolean heapIsAnonymous;
  private final LongSupplier memoryForAll;

  /**
   * Makes a sensor.
   *
   * @param heapIsAnonymous whether the heap is anonymous memory: ZGC's is shared memory, and large
   *     pages are not counted at all
   * @param memoryForAll what the container or the machine has, bytes; not positive if not known
   */
  NativeMemorySensor(
      ProcessFiles files,
      List<MemoryPoolMXBean> pools,
      TouchedHeap heap,
      BufferSensor direct,
      boolean heapIsAnonymous,
      LongSupplier memoryForAll) {
    super("memory.native", "bytes");
    this.files = files;
    this.heap = heap;
    // The class space is a part of Metaspace, which counts it already.
    this.nonHeap =
        pools.stream()
            .filter(p -> p.getType() == MemoryType.NON_HEAP)
            .filter(p -> !p.getName().equals("Compressed Class Space"))
            .toList();
    this.direct = direct;
    this.heapIsAnonymous = heapIsAnonymous;
    this.memoryForAll = memoryForAll;
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
    long touched = heap.bytes();
    long value = anonymous.getAsLong() - known - (heapIsAnonymous ? touched : 0);
    long all = memoryForAll.getAsLong();
    return reading(Math.max(0, value), all > 0 ? all - touched - known : NO_LIMIT);
  }
}
