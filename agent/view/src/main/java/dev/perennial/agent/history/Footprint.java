package dev.perennial.agent.history;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much memory this process takes up.
 *
 * @param heapBytes that the last collections left; all that is in use before the first one
 * @param residentBytes of the process; -1 if not known
 */
public record Footprint(long heapBytes, long residentBytes) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Measures it; stops nothing. */
  public static Footprint now() {
    return new Footprint(heap(), resident());
  }

  private static long heap() {
    long left = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
      left += usage == null ? 0 : usage.getUsed();
    }
    return left > 0 ? left : ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long resident() {
    try {
      for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException | NumberFormatException e) {
      // No /proc: not known.
      return -1;
    }
    return -1;
  }
}
