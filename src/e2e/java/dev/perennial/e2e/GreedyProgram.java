package dev.perennial.e2e;

import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A program that has all file descriptors, as a server has them in a flood of clients, until its
 * input has a byte; then it gives them back.
 */
final class GreedyProgram {
  private static final long PAUSE_MILLIS = 20;

  private GreedyProgram() {}

  /** Prints "greedy" when it has all for the first time, and "gave" when it has given all back. */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<FileInputStream> all = new ArrayList<>();
    boolean told = false;
    while (System.in.available() == 0) {
      try {
        all.add(new FileInputStream("/dev/null"));
      } catch (IOException e) {
        if (!told) {
          System.out.println("greedy");
          told = true;
        }
        Thread.sleep(PAUSE_MILLIS);
      }
    }
    for (FileInputStream each : all) {
      each.close();
    }
    System.out.println("gave");
    new CountDownLatch(1).await();
  }
}
