package dev.perennial.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * CPU time of the thread that runs main, from the JVM's first instruction to main's: the difference
 * between two starts is all that an agent costs it, the loading of the agent included.
 */
final class Premain {
  private static final long LIMIT_SECONDS = 60;

  private Premain() {}

  /** The empty program. */
  static final class Empty {
    private Empty() {}

    public static void main(String[] args) throws IOException {
      // First of all: nothing of this program's own is to be counted.
      byte[] bytes = new byte[64];
      int length;
      try (java.io.FileInputStream in =
          new java.io.FileInputStream("/proc/thread-self/schedstat")) {
        length = in.read(bytes);
      }
      System.out.println(new String(bytes, 0, 0, length).split(" ")[0]);
      // The agent's threads end with this one.
      Runtime.getRuntime().halt(0);
    }
  }

  /** Returns milliseconds. */
  static double cpuMillis(Options options, List<String> jvmOptions, Path classes)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(options.launcher().toString()));
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", classes.toString(), Empty.class.getName()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try {
      String out =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || !out.strip().matches("[0-9]+")) {
        throw new IOException("the empty program said: " + out);
      }
      return Long.parseLong(out.strip()) / 1e6;
    } finally {
      process.destroyForcibly();
    }
  }
}
