package dev.perennial.bench;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.util.function.Predicate;
import javax.management.MBeanServerConnection;

/** What a JVM says of itself. */
final class JvmFigures {
  private final MemoryMXBean memory;
  private final ThreadMXBean threads;

  JvmFigures(MBeanServerConnection connection) throws IOException {
    memory = ManagementFactory.getPlatformMXBean(connection, MemoryMXBean.class);
    threads = ManagementFactory.getPlatformMXBean(connection, ThreadMXBean.class);
  }

  /** Returns bytes in use after collections. */
  long heap() {
    memory.gc();
    memory.gc();
    return memory.getHeapMemoryUsage().getUsed();
  }

  long nonHeap() {
    return memory.getNonHeapMemoryUsage().getUsed();
  }

  /** Returns what the present threads of such names have allocated in their lives. */
  long allocated(Predicate<String> name) {
    long[] ids = threads.getAllThreadIds();
    ThreadInfo[] infos = threads.getThreadInfo(ids);
    long[] bytes = threads.getThreadAllocatedBytes(ids);
    long sum = 0;
    for (int i = 0; i < ids.length; i++) {
      if (infos[i] != null && bytes[i] > 0 && name.test(infos[i].getThreadName())) {
        sum += bytes[i];
      }
    }
    return sum;
  }
}
