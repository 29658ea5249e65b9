package dev.perennial.testing.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that was run to its end.
 *
 * @param status that it ended with
 * @param output on both streams
 */
public record Program(int status, String output) {
  private static final long LIMIT_SECONDS = 60;

  /**
   * Runs a program and waits for its end, a minute at most.
   *
   * @param environment more variables; those of Java and the agent are not passed on
   * @throws AssertionError if it takes too long; then it was ended
   */
  public static Program run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("program", ".log");
    Process process =
        CleanProcess.start(command, Path.of("").toAbsolutePath(), output, environment);
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError(command + " does not end: " + Files.readString(output));
      }
      return new Program(process.exitValue(), Files.readString(output));
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}
