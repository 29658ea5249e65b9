package dev.perennial.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a JDK is. */
public final class Jdk {
  private Jdk() {}

  /** Returns the first number of its version. */
  public static String version(Path home) throws IOException {
    return Files.readAllLines(home.resolve("release")).stream()
        .filter(line -> line.startsWith("JAVA_VERSION=\""))
        .map(line -> line.replaceAll("[^0-9.]", "").replaceAll("\\..*", ""))
        .findFirst()
        .orElse("?");
  }

  /**
   * Returns whether it has a collector.
   *
   * @param collector as in -XX:+Use...GC
   */
  public static boolean has(Path home, String collector) throws InterruptedException {
    return succeeds(
        List.of(home.resolve("bin/java").toString(), "-XX:+Use" + collector + "GC", "-version"));
  }

  /** Returns whether a command can be run and ends with 0. */
  public static boolean succeeds(List<String> command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean ended = process.waitFor(30, TimeUnit.SECONDS);
      process.destroyForcibly();
      return ended && process.exitValue() == 0;
    } catch (IOException e) {
      // No such program.
      return false;
    }
  }
}
