package dev.perennial.sample.demo;

import java.time.Duration;

/** Lets the server leak that is to age, until its restart. Not thread-safe. */
final class HeapFault {
  private final ServerProcess server;
  private final Scale.Leak leak;
  private final long begin = System.nanoTime();
  private int rate;

  HeapFault(ServerProcess server, Scale.Leak leak) throws InterruptedException {
    this.server = server;
    this.leak = leak;
    if (!leak(leak.fast())) {
      throw new DemoFailure(server.name() + " did not take the fault; see " + server.plan().log());
    }
  }

  /**
   * Called again and again; slows the leak when it is time.
   *
   * @param verdict of the server as last seen
   */
  void go(String verdict) throws InterruptedException {
    // Never faster again: a verdict may go to and fro.
    Duration since = Duration.ofNanos(System.nanoTime() - begin);
    int next = Math.min(rate, leak.rate(verdict, since));
    if (next < rate) {
      boolean unused = leak(next);
    }
  }

  private boolean leak(int kibPerSecond) throws InterruptedException {
    boolean understood = server.leakHeap(kibPerSecond);
    if (understood) {
      rate = kibPerSecond;
    }
    return understood;
  }
}
