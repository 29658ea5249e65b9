package dev.perennial.sample.fault;

import java.util.concurrent.CountDownLatch;

/** Threads that wait for what never comes, as after a pool that is made for each request. */
final class ThreadLeak implements Leak {
  private final CountDownLatch never = new CountDownLatch(1);

  @Override
  public void grow(int units) {
    for (int i = 0; i < units; i++) {
      Thread thread = new Thread(this::waitForEver, "leaked");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void waitForEver() {
    try {
      never.await();
    } catch (InterruptedException e) {
      // Whoever interrupts a leaked thread gets what a leaked thread can give: its end.
      Thread.currentThread().interrupt();
    }
  }
}
