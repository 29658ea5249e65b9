package dev.perennial.agent.interleave;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Called by woven code where it would look at, or change, what other threads see. Threads that
 * belong to no scenario (the one that builds and checks it) simply go on.
 */
public final class Steps {
  private Steps() {}

  private static @Nullable Actor me() {
    return Thread.currentThread() instanceof Actor actor ? actor : null;
  }

  public static void point(String place) {
    Actor me = me();
    if (me != null) {
      me.schedule.step(me, place);
    }
  }

  public static void lock(Object monitor, String place) {
    Actor me = me();
    if (me != null) {
      me.schedule.lock(me, place, monitor);
    }
  }

  public static void unlock(Object monitor) {
    Actor me = me();
    if (me != null) {
      me.schedule.unlock(monitor);
    }
  }

  /** In the place of {@link Object#wait(long)}. */
  public static void await(Object monitor, long millis, String place) {
    Actor me = me();
    if (me != null) {
      me.schedule.awaitNotified(me, place, monitor, TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  /** In the place of {@link Object#notifyAll}. */
  public static void wakeAll(Object monitor) {
    Actor me = me();
    if (me != null) {
      me.schedule.notifyAll(monitor);
    }
  }

  /** In the place of {@link TimeUnit#sleep}. */
  public static void sleep(TimeUnit unit, long time, String place) {
    sleepNanos(unit.toNanos(time), place);
  }

  /** In the place of {@link java.util.concurrent.locks.LockSupport#parkNanos(long)}. */
  public static void sleepNanos(long nanos, String place) {
    Actor me = me();
    if (me != null) {
      me.schedule.await(me, place, () -> false, Math.max(1, nanos));
    }
  }

  /** In the place of {@link CountDownLatch#await(long, TimeUnit)}. */
  public static boolean await(CountDownLatch latch, long time, TimeUnit unit, String place)
      throws InterruptedException {
    Actor me = me();
    if (me == null) {
      return latch.await(time, unit);
    }
    me.schedule.await(me, place, () -> latch.getCount() == 0, Math.max(1, unit.toNanos(time)));
    return latch.getCount() == 0;
  }

  /** In the place of {@link CountDownLatch#await()}. */
  public static void await(CountDownLatch latch, String place) throws InterruptedException {
    Actor me = me();
    if (me == null) {
      latch.await();
    } else {
      me.schedule.await(me, place, () -> latch.getCount() == 0, 0);
    }
  }

  /** In the place of {@link CompletableFuture#get(long, TimeUnit)}. */
  public static Object get(CompletableFuture<?> future, long time, TimeUnit unit, String place)
      throws InterruptedException, ExecutionException, TimeoutException {
    Actor me = me();
    if (me == null) {
      return future.get(time, unit);
    }
    me.schedule.await(me, place, future::isDone, Math.max(1, unit.toNanos(time)));
    return future.get(0, TimeUnit.NANOSECONDS);
  }

  /** In the place of {@link System#nanoTime}. */
  public static long nanoTime() {
    Actor me = me();
    return me == null ? System.nanoTime() : me.schedule.nanos();
  }
}
