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
   * G1 marks the heap long before it is so full. If there still was nothing to clear, it is full of
   * live objects, even if its marking is not seen.
   */
  private static final double MARKED_LEVEL = 0.9;

  /** What G1 finds out beside the application. */
  interface Marking {
    /**
     * Returns whether the whole heap was marked since the last time that this was asked.
     *
     * @param used bytes in old regions
     * @param known bytes of them that were last known to live, 0 if that was never known
     * @param limit bytes of the whole heap
     */
    boolean hasEnded(long used, long known, long limit);
  }

  private final List<MemoryPoolMXBean> pools;
  private final List<GarbageCollectorMXBean> majors;
  private final LongSupplier heapMax;
  private final Marking marking;
  private final boolean g1;
  private long majorsSeen;
  private long collected;
  private long live;

  /**
   * Makes a sensor.
   *
   * @param heapMax the largest the heap can be, bytes
   * @param marking of the heap by G1; not asked with another collector
   */
  HeapLiveSensor(
      List<MemoryPoolMXBean> pools,
      List<GarbageCollectorMXBean> collectors,
      LongSupplier heapMax,
      Marking marking) {
    super("heap.live", "bytes");
    this.pools = pools.stream().filter(HeapLiveSensor::keepsOldObjects).toList();
    // Only generational ZGC updates the old pool's figure after minor cycles too.
    this.majors = collectors.stream().filter(c -> c.getName().endsWith("Major Cycles")).toList();
    this.heapMax = heapMax;
    this.marking = marking;
    this.g1 = this.pools.stream().anyMatch(p -> p.getName().startsWith("G1"));
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
    long most = heapMax.getAsLong();
    long limit = Math.min(sumOfMax(pools, most), most);
    if (isNews()) {
      update();
    }
    if (g1) {
      lookAtMarking(limit);
    }
    return live > 0 ? reading(live, limit) : Optional.empty();
  }

  private boolean isNews() {
    long majorsNow = majors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    boolean news = majors.isEmpty() || majorsNow != majorsSeen;
    majorsSeen = majorsNow;
    return news;
  }

  private void update() {
    long now = afterCollection();
    if (now != collected) {
      collected = now;
      live = now;
    }
  }

  /**
   * What is in old regions when the heap has been marked lives, but for what lies scattered between
   * the living. Where that is much, mixed collections clear it, and tell anew.
   */
  private void lookAtMarking(long limit) {
    long used = used();
    if (marking.hasEnded(used, live, limit) || used >= MARKED_LEVEL * limit) {
      live = used;
    }
  }

  private long afterCollection() {
    long sum = 0;
    for (MemoryPoolMXBean pool : pools) {
      MemoryUsage usage = pool.getCollectionUsage();
      sum += usage == null ? 0 : usage.getUsed();
    }
    return sum;
  }

  private long used() {
    long used = 0;
    for (MemoryPoolMXBean pool : pools) {
      used += pool.getUsage().getUsed();
    }
    return used;
  }
}
