package dev.perennial.bench.matrix;

import dev.perennial.bench.Rounds;
import dev.perennial.sample.shop.ShopServer;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The shop, and in the same JVM what works hard from the start, or dies as soon as its input has a
 * byte for it; in the life after that there is none.
 */
final class Work {
  private static final int KIB = 1024;
  private static final int BLOCK = 8 * KIB;
  private static final int YOUNG_SHOP_BYTES = 22 << 20;
  private static final int STEP_MILLIS = 10;

  @SuppressWarnings("UnusedVariable") // It is there to be reached.
  private static volatile Object reachable = "";

  private Work() {}

  /** Takes what to do. */
  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "storm" -> whenTold(4, Work::storm);
      case "spiral" -> {
        if (Rounds.prepare()) {
          System.out.println("rounds are counted");
        }
        whenTold(1, Work::spiral);
      }
      case "allocation" -> start(Work::allocate);
      case "live-set" -> start(Work::keepMuch);
      case "threads" -> {
        for (int i = 0; i < 120; i++) {
          start(Work::waitForEver);
        }
      }
      case "classes" -> start(Work::loadClasses);
      default -> {}
    }
    ShopServer.main(new String[0]);
  }

  private static void whenTold(int threads, Runnable what) {
    start(
        () -> {
          try {
            if (System.in.read() < 0) {
              return;
            }
          } catch (IOException e) {
            return;
          }
          for (int i = 0; i < threads; i++) {
            start(what);
          }
        });
  }

  private static void start(Runnable what) {
    Thread thread = new Thread(what, "work");
    thread.setDaemon(true);
    thread.start();
  }

  /** Takes all the heap there is, and is not impressed by any error. */
  @SuppressWarnings("InfiniteLoopStatement")
  private static void storm() {
    List<Object> hoard = new ArrayList<>();
    while (true) {
      try {
        hoard.add(new byte[BLOCK]);
      } catch (OutOfMemoryError e) {
        reachable = e;
      }
    }
  }

  /** Takes nine tenths of the heap, then the rest bit by bit, and makes garbage all the time. */
  @SuppressWarnings({"InfiniteLoopStatement", "ModifiedButNotUsed"})
  private static void spiral() {
    List<Object> hoard = new ArrayList<>();
    try {
      fill(hoard, 0.9);
    } catch (OutOfMemoryError e) {
      // What there is will do: a collector may be late.
      reachable = e;
    }
    while (true) {
      try {
        hoard.add(new byte[KIB]);
        for (int i = 0; i < 20; i++) {
          reachable = new byte[BLOCK];
        }
        Rounds.done();
      } catch (OutOfMemoryError e) {
        reachable = e;
      }
    }
  }

  /** About 150 MiB a second, of which nothing lives. */
  @SuppressWarnings("InfiniteLoopStatement")
  private static void allocate() {
    while (true) {
      for (int i = 0; i < 1500 * KIB / BLOCK; i++) {
        reachable = new byte[BLOCK];
      }
      rest();
    }
  }

  /** Seven tenths of the heap, replaced in good time. */
  @SuppressWarnings("InfiniteLoopStatement")
  private static void keepMuch() {
    List<Object> kept = new ArrayList<>();
    fill(kept, 0.7);
    while (true) {
      for (int i = 0; i < 10; i++) {
        kept.set(ThreadLocalRandom.current().nextInt(kept.size()), new byte[BLOCK]);
      }
      rest();
    }
  }

  private static void fill(List<Object> kept, double part) {
    long blocks = Math.max(1, (long) (part * roomForTheOld() - YOUNG_SHOP_BYTES) / (BLOCK + 16));
    for (long i = 0; i < blocks; i++) {
      kept.add(new byte[BLOCK]);
    }
  }

  /** The heap, or the old generation where that has a limit of its own. */
  private static long roomForTheOld() {
    long least = Runtime.getRuntime().maxMemory();
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      boolean old = pool.getName().contains("Old") || pool.getName().contains("Tenured");
      if (pool.getType() == MemoryType.HEAP && old && pool.getUsage().getMax() > 0) {
        least = Math.min(least, pool.getUsage().getMax());
      }
    }
    return least;
  }

  private static void waitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts it", e);
    }
  }

  /** As a large application does in its first half minute. */
  private static void loadClasses() {
    List<Class<?>> kept = new ArrayList<>();
    reachable = kept;
    try (InputStream in = Work.class.getResourceAsStream("Stress.class")) {
      byte[] code = in == null ? new byte[0] : in.readAllBytes();
      for (int i = 0; i < 1500; i++) {
        kept.add(new Loader().define(code));
        rest();
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Loader extends ClassLoader {
    Class<?> define(byte[] code) {
      return defineClass(null, code, 0, code.length);
    }
  }
}
