package dev.perennial.agent.sensor;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * For how long a full collection is expected to stop the application: as long as the last one, by
 * the JVM's own record, and longer if more lives by now; if there was none, as is usual for so
 * much. Reads beans alone: stops nothing, and is thread-safe.
 */
public final class ExpectedPause {
  /** Seconds for which ZGC and Shenandoah stop it at most. */
  private static final double CONCURRENT_SECONDS = 0.05;

  /** Seconds that it takes to mark and to move a gibibyte that lives, with one slow processor. */
  private static final double OF_A_GIBIBYTE = 2;

  /** Of garbage, this part of that. */
  private static final double GARBAGE = 0.1;

  private static final double GIBIBYTE = 1L << 30;

  private ExpectedPause() {}

  /** What the JVM has on record of its last full collection. */
  record Last(double seconds, long leftBytes) {}

  /**
   * Returns it in seconds.
   *
   * @param collector this JVM's
   * @param liveBytes of the heap, as last known; not positive if it is not known
   */
  public static double seconds(Collector collector, long liveBytes) {
    @Nullable Last last = null;
    for (GarbageCollectorMXBean bean :
        ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class)) {
      GcInfo info = isFull(bean.getName()) ? bean.getLastGcInfo() : null;
      if (info != null) {
        last = new Last(info.getDuration() / 1000.0, left(info));
      }
    }
    long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return seconds(collector, last, liveBytes > 0 ? Math.min(liveBytes, used) : used, used);
  }

  private static boolean isFull(String name) {
    return name.equals("MarkSweepCompact")
        || name.equals("PS MarkSweep")
        || name.equals("G1 Old Generation");
  }

  private static long left(GcInfo info) {
    Map<String, MemoryUsage> after = info.getMemoryUsageAfterGc();
    long sum = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getType() == MemoryType.HEAP ? after.get(pool.getName()) : null;
      sum += usage == null ? 0 : usage.getUsed();
    }
    return sum;
  }

  static double seconds(Collector collector, @Nullable Last last, long live, long used) {
    return switch (collector) {
      case ZGC, SHENANDOAH -> CONCURRENT_SECONDS;
      case SERIAL, PARALLEL, G1 ->
          last == null
              ? OF_A_GIBIBYTE * (live + GARBAGE * (used - live)) / GIBIBYTE
              : last.seconds() * Math.max(1, live / (double) Math.max(1, last.leftBytes()));
    };
  }
}
