package dev.perennial.agent.restart;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether a system call filter forbids exec. A filter may kill whoever makes a forbidden
 * call, so it is tried in a child: the JDK starts children by a small program of its own, and the
 * error that comes back tells whether that one could be executed.
 */
final class Seccomp {
  private static final String NO_SUCH_PROGRAM = "/proc/self/perennial-no-such-program";

  private Seccomp() {}

  /**
   * Returns why exec is forbidden, or null.
   *
   * @param status of the process, as /proc/self/status
   */
  static @Nullable String obstacle(Path status) {
    try {
      for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("Seccomp:") && !line.endsWith("0")) {
          return tryInChild();
        }
      }
      return null;
    } catch (IOException e) {
      return "/proc/self/status cannot be read (" + e.getMessage() + ")";
    }
  }

  private static @Nullable String tryInChild() {
    try {
      new ProcessBuilder(NO_SUCH_PROGRAM).start().destroyForcibly();
      return null;
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage());
      // ENOENT comes from execve itself: it is allowed.
      return message.contains("error=2,") || message.contains("error: 2")
          ? null
          : "a system call filter (seccomp) seems to forbid exec: " + message;
    }
  }
}
