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

  /** Returns whether the heap is always as large as that, so that none of it is given back. */
  public static boolean isFixed() {
    VmOptions options =
        VmOptions.of(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class));
    String least = options.value().apply("MinHeapSize");
    return least != null && least.equals(options.value().apply("MaxHeapSize"));
  }
}
