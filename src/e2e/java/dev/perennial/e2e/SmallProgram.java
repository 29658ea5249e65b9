package dev.perennial.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A program that lives in a small heap: three eighths of it stay, the rest comes and goes. */
final class SmallProgram {
  private static final int BLOCK = 4 << 10;

  @SuppressWarnings("UnusedVariable") // It is there to be reached.
  private static volatile Object reachable;

  private SmallProgram() {}

  /** Works for so many seconds; an error ends it. */
  public static void main(String[] args) {
    long megabytes = Long.parseLong(args[1]);
    List<byte[]> live = new ArrayList<>();
    for (long bytes = 0; bytes < (megabytes * 3) << 17; bytes += BLOCK) {
      live.add(new byte[BLOCK]);
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[0]));
    int next = 0;
    while (System.nanoTime() - end < 0) {
      for (int i = 0; i < 256; i++) {
        live.set(next++ % live.size(), new byte[BLOCK]);
        reachable = new byte[BLOCK];
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
    System.out.println("has worked");
  }
}
