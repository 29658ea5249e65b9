package dev.perennial.agent.evidence;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * A heap dump that a former life of this process has left where this life would dump its own: the
 * process id is the same, and HotSpot overwrites nothing.
 */
public final class FormerHeapDump {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private FormerHeapDump() {}

  /**
   * Moves it into the folder of the evidence, where it takes the place of the one before; where
   * that is on another disk, it only gets another name beside.
   *
   * @param dump file that this life would dump to
   * @param born when this life began: what is younger is its own
   * @return where it is now; empty if there was none
   * @throws IOException if it cannot be moved: then this life cannot dump
   */
  public static Optional<Path> move(Path dump, Path evidence, Instant born) throws IOException {
    if (!Files.isRegularFile(dump, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    Instant written = Files.getLastModifiedTime(dump, LinkOption.NOFOLLOW_LINKS).toInstant();
    if (!written.isBefore(born)) {
      return Optional.empty();
    }
    Files.createDirectories(
        evidence,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path made = evidence.resolve("heap-" + TIME.format(written) + ".hprof");
    try {
      Files.move(dump, made, StandardCopyOption.ATOMIC_MOVE);
      removeOlder(evidence, made);
      return Optional.of(made);
    } catch (IOException e) {
      Path beside = dump.resolveSibling(dump.getFileName() + "." + TIME.format(written));
      Files.move(dump, beside, StandardCopyOption.ATOMIC_MOVE);
      return Optional.of(beside);
    }
  }

  /** Each may be as large as the heap. */
  private static void removeOlder(Path evidence, Path newest) throws IOException {
    try (DirectoryStream<Path> dumps = Files.newDirectoryStream(evidence, "heap-*Z.hprof")) {
      for (Path dump : dumps) {
        if (!dump.equals(newest)) {
          Files.delete(dump);
        }
      }
    }
  }
}
