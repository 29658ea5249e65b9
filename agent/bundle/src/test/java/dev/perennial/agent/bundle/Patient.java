package dev.perennial.agent.bundle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * An application that waits until a file is there, which the test or the agent's log makes, for
 * three minutes at most.
 */
final class Patient {
  private Patient() {}

  public static void main(String[] args) throws InterruptedException {
    System.out.println("application runs");
    Path awaited = Path.of(args[0]);
    for (int i = 0; i < 3600 && !Files.exists(awaited); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    // What would be seen on the next turn may still be written.
    TimeUnit.MILLISECONDS.sleep(300);
    System.out.println("application ends");
  }
}
