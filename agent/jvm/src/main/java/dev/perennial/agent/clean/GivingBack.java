package dev.perennial.agent.clean;

import dev.perennial.agent.sensor.Collector;
import dev.perennial.agent.sensor.MaxHeap;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;

/**
 * The gentle steps of the ladder: registered caches are emptied, garbage is collected, and what the
 * JVM and the C library do not need is given back to the system.
 */
public final class GivingBack {
  private final BufferCleaner buffers;
  private final MemoryCleaner memory;
  private final int collections;

  /**
   * Makes it for a collector.
   *
   * @param collector of this JVM
   */
  public GivingBack(BufferCleaner buffers, MemoryCleaner memory, Collector collector) {
    this.buffers = buffers;
    this.memory = memory;
    // Serial gives nothing back at the first of a row, and all of it at the fourth.
    this.collections = collector == Collector.SERIAL ? 4 : 1;
  }

  /**
   * What was there before and after, bytes.
   *
   * @param heapMax the largest the heap can be
   * @param committedBefore of the heap
   * @param committedAfter of the heap
   * @param usedAfter of the heap: what lives
   * @param residentBefore of the process; -1 if not known
   * @param residentAfter of the process; -1 if not known
   * @param trimmed whether the C library was asked to give back, too
   * @param sentence what was done, in words
   */
  public record Figures(
      long heapMax,
      long committedBefore,
      long committedAfter,
      long usedAfter,
      long residentBefore,
      long residentAfter,
      boolean trimmed,
      String sentence) {
    /** Returns by how much the heap has shrunk; 0 or more. */
    public long heapGivenBack() {
      return Math.max(0, committedBefore - committedAfter);
    }

    /** Returns by how much the process has shrunk in RAM; 0 or more. */
    public long givenBack() {
      return residentAfter < 0 ? 0 : Math.max(0, residentBefore - residentAfter);
    }
  }

  /**
   * Takes them; stops the application for a full collection, or four short ones. Throws nothing.
   */
  public Figures run() {
    MemoryUsage before = heap();
    long residentBefore = MemoryCleaner.resident();
    Cleaning.OfBuffers emptied = buffers.clean();
    for (int more = 1; more < collections; more++) {
      Cleaning.OfMemory unused = memory.clean();
    }
    boolean trimmed = memory.trim();
    MemoryUsage after = heap();
    Cleaning.OfMemory done =
        new Cleaning.OfMemory(
            before.getUsed(), after.getUsed(), residentBefore, MemoryCleaner.resident(), trimmed);
    return new Figures(
        MaxHeap.bytes(),
        before.getCommitted(),
        after.getCommitted(),
        after.getUsed(),
        done.residentBefore(),
        done.residentAfter(),
        trimmed,
        emptied.sentence()
            + "; "
            + done.sentence()
            + "; the heap took "
            + before.getCommitted()
            + " -> "
            + after.getCommitted()
            + " bytes of memory");
  }

  private static MemoryUsage heap() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
  }
}
