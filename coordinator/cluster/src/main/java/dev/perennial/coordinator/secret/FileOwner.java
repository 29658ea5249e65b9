package dev.perennial.coordinator.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whose a file is: whoever owns one can change it, whatever its permissions are. */
final class FileOwner {
  private static final int ROOT = 0;
  private static final int UNKNOWN = -1;

  private FileOwner() {}

  /**
   * Checks that a file is this user's or root's; a link is followed.
   *
   * @param what it is, in words
   * @throws SecretException if it is another user's
   */
  static void check(String what, Path file) throws IOException {
    int self = self();
    if (self == UNKNOWN || !file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return;
    }
    int owner = (int) Files.getAttribute(file, "unix:uid");
    if (owner != self && owner != ROOT) {
      throw new SecretException(
          "%s %s belongs to user %d, who can change it; this process is user %d; run: chown %d %s"
              .formatted(what, file, owner, self, self, file));
    }
  }

  /** The owner of /proc/self would be root where a process may not be dumped; its text is not. */
  private static int self() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.isReadable(status)) {
      for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("Uid:")) {
          // Real, effective, saved, and that of the file system.
          return Integer.parseInt(line.split("\\s+")[2]);
        }
      }
    }
    return UNKNOWN;
  }
}
