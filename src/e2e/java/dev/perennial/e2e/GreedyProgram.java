package dev.perennial.e2e;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A program that takes all file descriptors once the agent has its endpoint, as a flood of clients
 * does with a server's, and gives them back when its input has a byte.
 */
final class GreedyProgram {
  private static final long PAUSE_MILLIS = 20;

  private GreedyProgram() {}

  /**
   * Prints "greedy" when it has all for the first time, and "gave" when it has given all back.
   *
   * @param args the agent's log
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path log = Path.of(args[0]);
    while (!Files.exists(log) || !Files.readString(log).contains("] endpoint http")) {
      Thread.sleep(PAUSE_MILLIS);
    }
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
