package dev.perennial.agent.restart;

import org.jspecify.annotations.Nullable;

/**
 * Heap that is set aside while there is plenty, and let go when a server is to be rejuvenated: an
 * aged heap may have no room for the evidence and the way to the restart. Thread-safe.
 */
public final class MemoryReserve {
  /** Part of the heap, and the most, in bytes. */
  private static final int PART = 16;

  private static final long MOST = 3L << 20;

  /** Bytes that no collector takes for a large object. */
  private static final int PIECE = 32 << 10;

  /** So many times as much must be free: nobody else is to go short. */
  private static final int PLENTY = 4;

  private final int pieces;
  private byte @Nullable [][] held;

  /** Sets nothing aside yet; as much as a heap of such a size, in bytes, can spare. */
  public MemoryReserve(long maxHeap) {
    this.pieces = (int) (Math.min(maxHeap / PART, MOST) / PIECE);
  }

  /** Sets it aside, unless it is or the heap has no plenty. */
  public synchronized void take() {
    Runtime heap = Runtime.getRuntime();
    long free = heap.maxMemory() - heap.totalMemory() + heap.freeMemory();
    if (held == null && free >= PLENTY * bytes()) {
      held = new byte[pieces][PIECE];
    }
  }

  /** Lets it go. */
  public synchronized void release() {
    held = null;
  }

  /** Returns whether it is set aside. */
  synchronized boolean isHeld() {
    return held != null;
  }

  long bytes() {
    return (long) pieces * PIECE;
  }
}
