package dev.perennial.sample.client;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Tells the tabs when to act: steadily, in a hurry, not at all, no more. Thread-safe. */
final class Pace {
  private final CountDownLatch stop = new CountDownLatch(1);

  /** Read-locked by each tab that acts; fair, so that whoever wants silence gets it. */
  private final ReentrantReadWriteLock acting = new ReentrantReadWriteLock(true);

  private final Object hurry = new Object();
  private volatile boolean hurrying;

  /** Waits until a time, by {@link System#nanoTime}; returns false when it is all over. */
  boolean awaitUntil(long time) throws InterruptedException {
    return !stop.await(time - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  /** As {@link #awaitUntil}, but a hurry ends the wait. */
  boolean awaitUntilOrHurry(long time) throws InterruptedException {
    synchronized (hurry) {
      while (!hurrying && !over()) {
        long millis = (time - System.nanoTime()) / 1_000_000;
        if (millis <= 0) {
          break;
        }
        hurry.wait(millis);
      }
    }
    return !over();
  }

  boolean hurrying() {
    return hurrying;
  }

  void hurry(boolean on) {
    synchronized (hurry) {
      hurrying = on;
      hurry.notifyAll();
    }
  }

  /** Does one thing, unless there is silence. */
  void act(Runnable step) {
    acting.readLock().lock();
    try {
      step.run();
    } finally {
      acting.readLock().unlock();
    }
  }

  /** Does something while nobody acts; waits for those who do. */
  void inSilence(Runnable step) {
    acting.writeLock().lock();
    try {
      step.run();
    } finally {
      acting.writeLock().unlock();
    }
  }

  boolean over() {
    return stop.getCount() == 0;
  }

  void end() {
    stop.countDown();
    hurry(false);
  }
}
