package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The heap's live set: what was left after the last collection that looked through the old
 * generation, or through the whole heap where there are no generations. A leak raises this floor;
 * the saw-tooth above it says nothing. Nothing is read before the first such collection.
 *
 * <p>The limit is that of the generation measured: a Serial or Parallel heap is exhausted when its
 * old generation is, long before the live set reaches the maximum heap.
 */
final class HeapLiveSensor extends NamedSensor {
  /**
   * G1 marks the heap long before it is so full. If there still was nothing to clear, no mixed
   * collection follows, and the pool says nothing after collection: then it is full of live
   * objects.
   */
  private static final double MARKED_LEVEL = 0.9;

  private final List<MemoryPoolMXBean> pools;
  private final List<GarbageCollectorMXBean> majors;
  private final LongSupplier heapMax;
  private long majorsSeen;
  private long live;

  /**
   * Makes a sensor.
   *
   * @param heapMax the largest the heap can be, bytes
   */
  HeapLiveSensor(
      List<MemoryPoolMXBean> pools, List<GarbageCollectorMXBean> collectors, LongSupplier heapMax) {
    super("heap.live", "bytes");
    this.pools = pools.stream().filter(HeapLiveSensor::keepsOldObjects).toList();
    // Only generational ZGC updates the old pool's figure after minor cycles too.
    this.majors = collectors.stream().filter(c -> c.getName().endsWith("Major Cycles")).toList();
    this.heapMax = heapMax;
  }

  private static boolean keepsOldObjects(MemoryPoolMXBean pool) {
    String name = pool.getName();
    return pool.getType() == MemoryType.HEAP
        && !name.contains("Eden")
        && !name.contains("Survivor")
        && !name.contains("Young")
        && !name.contains("nursery");
  }

  private static long sumOfMax(List<MemoryPoolMXBean> pools, long heapMax) {
    long sum = 0;
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage usage = pool.getUsage();
      if (usage == null || usage.getMax() < 0) {
        return heapMax;
      }
      sum += usage.getMax();
    }
    return sum;
  }

  @Override
  public Optional<Reading> read() {
    long majorsNow = majors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    if (majors.isEmpty() || majorsNow != majorsSeen) {
      majorsSeen = majorsNow;
      live = afterCollection();
    }
    long most = heapMax.getAsLong();
    long limit = Math.min(sumOfMax(pools, most), most);
    long value = Math.max(live, fullOfLiveObjects(limit));
    return value > 0 ? reading(value, limit) : Optional.empty();
  }

  private long afterCollection() {
    long sum = 0;
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage usage = pool.getCollectionUsage();
      sum += usage == null ? 0 : usage.getUsed();
    }
    return sum;
  }

  private long fullOfLiveObjects(long limit) {
    long used = 0;
    for (MemoryPoolMXBean pool : pools) {
      if (pool.getName().startsWith("G1")) {
        used += pool.getUsage().getUsed();
      }
    }
    return used >= MARKED_LEVEL * limit ? used : 0;
  }
}
