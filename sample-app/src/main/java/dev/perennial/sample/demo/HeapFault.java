package dev.perennial.sample.demo;

/**
 * How fast the aged server is let leak: fast at first, so that nobody waits for long, then slower,
 * so that the heap is still not full when the successor is in sync. It goes on until the restart.
 * Not thread-safe.
 */
final class HeapFault {
  static final int FAST_KIB = 2_500;
  static final int SLOW_KIB = 600;
  private static final double FAST_PART = 0.35;

  private final ServerProcess server;
  private final long fastNanos;
  private final long begin = System.nanoTime();
  private boolean slow;

  HeapFault(ServerProcess server, long heapMaxBytes) throws InterruptedException {
    this.server = server;
    this.fastNanos = (long) (heapMaxBytes * FAST_PART / (FAST_KIB * 1024.0) * 1e9);
    if (!server.leakHeap(FAST_KIB)) {
      throw new DemoFailure(server.name() + " did not take the fault; see " + server.plan().log());
    }
  }

  /** Called again and again; slows the leak when it is time. */
  void go() throws InterruptedException {
    if (!slow && System.nanoTime() - begin > fastNanos) {
      slow = server.leakHeap(SLOW_KIB);
    }
  }
}
