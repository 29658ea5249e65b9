package dev.perennial.agent.evidence;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * The direct buffers, as the JVM counts them.
 *
 * @param count of those that own memory
 * @param bytes of that memory
 */
record BufferPool(long count, long bytes) {
  static final BufferPool NONE = new BufferPool(0, 0);

  /** Small on the heap, large outside of it. */
  static final String CLASS = "java.nio.DirectByteBuffer";

  private static final String NAME = "direct";

  /** Reads how many there are now. */
  static BufferPool read() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals(NAME))
        .findFirst()
        .map(pool -> new BufferPool(pool.getCount(), pool.getTotalCapacity()))
        .orElse(NONE);
  }

  /** Returns what has come since; never negative. */
  BufferPool since(BufferPool before) {
    return new BufferPool(Math.max(0, count - before.count), Math.max(0, bytes - before.bytes));
  }
}
