package dev.perennial.agent.link;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Works on requests; who brings more than are worked on waits. Its threads go when there is no
 * work.
 */
final class HandlerPool {
  private static final int WAITING = 64;

  private final LinkHandler handler;
  private final ThreadPoolExecutor threads;
  private final Semaphore room;

  HandlerPool(LinkHandler handler, int maxThreads) {
    this.handler = handler;
    this.room = new Semaphore(maxThreads + WAITING);
    AtomicInteger number = new AtomicInteger();
    this.threads =
        new ThreadPoolExecutor(
            maxThreads,
            maxThreads,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread =
                  new Thread(
                      null, task, "perennial-link-handler-" + number.incrementAndGet(), 0, false);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  LinkHandler handler() {
    return handler;
  }

  /** Waits for room, then has the task run. */
  void run(Runnable task) throws InterruptedException {
    room.acquire();
    boolean taken = false;
    try {
      threads.execute(
          () -> {
            try {
              task.run();
            } finally {
              room.release();
            }
          });
      taken = true;
    } catch (RejectedExecutionException e) {
      // Closed: nobody waits for the answer.
    } finally {
      if (!taken) {
        room.release();
      }
    }
  }

  void close() {
    threads.shutdownNow();
  }
}
