package dev.perennial.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A program whose heap fills once, or leaks until there is none left. */
final class GrownProgram {
  private static final int BLOCK = 50_000;

  @SuppressWarnings("UnusedVariable") // It is there to be reached.
  private static volatile Object reachable;

  private GrownProgram() {}

  /**
   * @param args "once" or "leak"; for how many seconds it goes on, or its heap lasts
   */
  public static void main(String[] args) {
    boolean leaks = args[0].equals("leak");
    int seconds = Integer.parseInt(args[1]);
    List<byte[]> all = new ArrayList<>();
    long most = Runtime.getRuntime().maxMemory();
    if (!leaks) {
      while (all.size() * (long) BLOCK < most * 3 / 5) {
        all.add(new byte[BLOCK]);
      }
      for (int i = 0; i < 3 * most / BLOCK; i++) {
        // The young generation grows, too.
        reachable = new byte[BLOCK];
      }
      all.clear();
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    long perBlock = TimeUnit.SECONDS.toNanos(seconds) / (most / BLOCK);
    try {
      while (leaks || System.nanoTime() - end < 0) {
        LockSupport.parkNanos(leaks ? perBlock : TimeUnit.MILLISECONDS.toNanos(100));
        reachable = new byte[1000];
        if (leaks) {
          all.add(new byte[BLOCK]);
        }
      }
    } catch (OutOfMemoryError e) {
      all.clear();
      System.out.println("no heap left");
    }
  }
}
