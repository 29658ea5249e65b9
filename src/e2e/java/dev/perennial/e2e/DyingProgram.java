package dev.perennial.e2e;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that uses up what it is told to, and catches every error, so that nothing but the guard
 * ends it; or one that only works hard. It begins when its input has a byte for it: a restarted one
 * waits for the next. What is to be done "at once" is begun before anything else.
 */
final class DyingProgram {
  private static final String AT_ONCE = "-at-once";
  private static final int THREADS = 4;
  private static final int BLOCK = 8 << 10;

  /** Of the time; well above what is usual, well below what counts as collecting all the time. */
  private static final double MOST_PAUSED = 0.6;

  private static final int LOOK_AFTER = 256;

  private static long worked;
  private static long then = System.nanoTime();
  private static long pausedThen;

  @SuppressWarnings("UnusedVariable") // It is there to be reached.
  private static volatile Object reachable;

  private DyingProgram() {}

  /** Prints "life" when it is there, and "dies" when it begins. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println("life");
    if (args[0].endsWith(AT_ONCE)) {
      use(args[0].substring(0, args[0].length() - AT_ONCE.length()));
    }
    if (System.in.read() < 0) {
      return;
    }
    System.out.println("dies");
    for (int i = 0; i < (args[0].equals("heap") ? THREADS : 1); i++) {
      new Thread(() -> use(args[0])).start();
    }
    new CountDownLatch(1).await();
  }

  @SuppressWarnings("InfiniteLoopStatement")
  private static void use(String what) {
    List<Object> hoard = new ArrayList<>();
    while (true) {
      try {
        switch (what) {
          case "heap" -> hoard.add(new byte[BLOCK]);
          case "threads" -> thread();
          case "files" -> hoard.add(new FileInputStream("/dev/null"));
          case "large-arrays" -> largeArray();
          default -> work(hoard);
        }
      } catch (OutOfMemoryError | IOException e) {
        // Goes on, as bad programs do.
        reachable = e;
      }
    }
  }

  /**
   * Asks for too much ten times a second. Without a pause there would be time for nothing but the
   * collections that each refusal takes two of, and that is no healthy program.
   */
  private static void largeArray() {
    LockSupport.parkNanos(100_000_000);
    reachable = new byte[1 << 30];
  }

  private static void thread() {
    Thread thread =
        new Thread(
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Keeps three quarters of the heap alive, and replaces them as fast as one thread can, as long as
   * collections leave it a good part of the time: as fast as it can on a busy machine, Parallel
   * does nothing but collect, and that is no healthy program.
   */
  private static void work(List<Object> live) {
    long most = Runtime.getRuntime().maxMemory() / 4 * 3 - (24 << 20);
    if ((live.size() + 1L) * BLOCK < most) {
      live.add(new byte[BLOCK]);
      return;
    }
    if (++worked % LOOK_AFTER == 0) {
      rest();
    }
    live.set(ThreadLocalRandom.current().nextInt(live.size()), new byte[BLOCK]);
    reachable = new byte[BLOCK / 8];
  }

  /** Waits until pauses have taken less than the most that they may of the last second or so. */
  private static void rest() {
    long now = System.nanoTime();
    long paused = pausedMillis() * 1_000_000;
    while (paused - pausedThen > MOST_PAUSED * (now - then)) {
      LockSupport.parkNanos(1_000_000);
      now = System.nanoTime();
    }
    if (now - then > 1_000_000_000) {
      then = now;
      pausedThen = paused;
    }
  }

  /** Collections that go on beside the program take nothing from it. */
  private static long pausedMillis() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .filter(bean -> !bean.getName().endsWith("Cycles"))
        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
        .sum();
  }
}
