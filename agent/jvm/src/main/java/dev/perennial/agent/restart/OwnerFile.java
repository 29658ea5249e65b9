package dev.perennial.agent.restart;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * A text that one life leaves for the next, in a file that this user alone can read, and that is
 * read once.
 */
final class OwnerFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final int MAX_BYTES = 64 << 10;

  private OwnerFile() {}

  /**
   * Writes a text; it is there as a whole or not at all.
   *
   * @param file in a directory that others cannot write to
   * @throws IOException if it cannot be written
   */
  static void write(Path file, String text) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path draft = absolute.resolveSibling(absolute.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Set<OpenOption> mine = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel =
        FileChannel.open(draft, mine, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      OutputStream out = Channels.newOutputStream(channel);
      out.write(text.getBytes(StandardCharsets.UTF_8));
      channel.force(true);
    }
    Files.move(draft, absolute, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Reads a text and deletes it.
   *
   * @param what it is, in words
   * @return empty if there is none
   * @throws IOException if there is one that cannot be trusted or read; it is deleted, too, if it
   *     is ours
   */
  static Optional<String> take(String what, Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      // Already taken: a child has the same environment.
      return Optional.empty();
    }
    check(what, file);
    try {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        byte[] text = Channels.newInputStream(channel).readNBytes(MAX_BYTES);
        return Optional.of(new String(text, StandardCharsets.UTF_8));
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Neither the file nor its directory may be another's to write, nor the file to read. */
  private static void check(String what, Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(what + " " + file + " is no regular file");
    }
    checkOwner(file);
    Set<PosixFilePermission> given = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    if (!OWNER_ONLY.containsAll(given)) {
      throw new IOException(
          what
              + " "
              + file
              + " has permissions "
              + PosixFilePermissions.toString(given)
              + ", allowed is rw-------");
    }
    checkDirectory(what, file);
  }

  /**
   * Checks the directory of a file.
   *
   * @throws IOException if it is not ours, or others may write to it
   */
  static void checkDirectory(String what, Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      return;
    }
    checkOwner(directory);
    Set<PosixFilePermission> around = Files.getPosixFilePermissions(directory);
    if (around.contains(PosixFilePermission.GROUP_WRITE)
        || around.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException("others may write to " + directory + ", where " + what + " is");
    }
  }

  private static void checkOwner(Path path) throws IOException {
    int owner = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (owner != Platform.userId()) {
      throw new IOException(
          path + " belongs to user " + owner + ", not to us (" + Platform.userId() + ")");
    }
  }
}
