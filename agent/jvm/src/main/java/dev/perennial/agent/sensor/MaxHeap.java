package dev.perennial.agent.sensor;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** How large the heap of this JVM may get. */
public final class MaxHeap {
  private MaxHeap() {}

  /**
   * Returns it in bytes, as the JVM was told, or chose by itself. What Java says of it is less: of
   * some collectors one part is always empty.
   */
  public static long bytes() {
    return VmOptions.of(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class))
        .maxHeapBytes(Runtime.getRuntime().maxMemory());
  }
}
