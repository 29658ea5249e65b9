package dev.perennial.agent.sensor;

import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.List;

/**
 * How much of the heap is in RAM: what was ever touched of what is committed, as pages never
 * touched are not. Of ZGC's and Shenandoah's it is all that is committed: the one has the kernel
 * allocate that at once, and the other moves objects all over it.
 */
final class TouchedHeap {
  private final List<MemoryPoolMXBean> heap;

  TouchedHeap(List<MemoryPoolMXBean> pools) {
    this.heap = pools.stream().filter(p -> p.getType() == MemoryType.HEAP).toList();
  }

  long bytes() {
    long committed = 0;
    long peak = 0;
    boolean everywhere = false;
    for (MemoryPoolMXBean pool : heap) {
      MemoryUsage usage = pool.getUsage();
      committed += usage.getCommitted();
      everywhere |= pool.getName().startsWith("Z") || pool.getName().startsWith("Shenandoah");
      peak += pool.getPeakUsage().getUsed();
    }
    return everywhere ? committed : Math.min(committed, peak);
  }
}
