package dev.perennial.bench.death;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A program that uses up heap, threads or files and catches every error. It begins when its input
 * has a byte for it, and prints when it was there.
 */
final class Dying {
  private static final int THREADS = 4;
  private static final int BLOCK = 8 << 10;

  private Dying() {}

  /** Takes what is to be used up. */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.out.println("life " + System.currentTimeMillis());
    if (System.in.read() < 0) {
      return;
    }
    for (int i = 0; i < THREADS; i++) {
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
          case "threads" -> waiting().start();
          case "files" -> hoard.add(new FileInputStream("/dev/null"));
          default -> hoard.add(new byte[BLOCK]);
        }
      } catch (OutOfMemoryError | IOException e) {
        Thread.onSpinWait();
      }
    }
  }

  private static Thread waiting() {
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
    return thread;
  }
}
