package dev.perennial.e2e;

import dev.perennial.testing.cluster.Server;
import java.lang.management.ManagementFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/**
 * What a server holds at a moment.
 *
 * @param heap that full collections leave, in bytes
 */
record ServerFigures(long heap, int threads, long descriptors) {
  private static final int COLLECTIONS = 3;

  static ServerFigures of(Server server) throws Exception {
    return server.withJmx(
        jvm -> {
          ObjectName memory = new ObjectName(ManagementFactory.MEMORY_MXBEAN_NAME);
          long least = Long.MAX_VALUE;
          for (int i = 0; i < COLLECTIONS; i++) {
            // What is only softly reachable or waits to be finalised goes with the next one.
            jvm.invoke(memory, "gc", new Object[0], new String[0]);
            CompositeData usage = (CompositeData) jvm.getAttribute(memory, "HeapMemoryUsage");
            least = Math.min(least, (Long) usage.get("used"));
          }
          return new ServerFigures(
              least,
              (Integer)
                  jvm.getAttribute(
                      new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME), "ThreadCount"),
              (Long)
                  jvm.getAttribute(
                      new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME),
                      "OpenFileDescriptorCount"));
        });
  }

  @Override
  public String toString() {
    return "%.1f MB, %d threads, %d descriptors".formatted(heap / 1e6, threads, descriptors);
  }
}
