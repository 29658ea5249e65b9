package dev.perennial.agent.restart;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the note where this user alone can read it, and reads it once. Thread-safe; files of the
 * same name are the callers' to order.
 */
public final class HandoverNotes {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final int MAX_BYTES = 64 << 10;

  private HandoverNotes() {}

  /**
   * Writes a note; it is there as a whole or not at all.
   *
   * @param file in a directory that others cannot write to
   * @throws IOException if it cannot be written
   */
  public static void write(HandoverNote note, Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path draft = absolute.resolveSibling(absolute.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Set<OpenOption> mine = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel =
        FileChannel.open(draft, mine, PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
      OutputStream out = Channels.newOutputStream(channel);
      out.write(note.toText().getBytes(StandardCharsets.UTF_8));
      channel.force(true);
    }
    Files.move(draft, absolute, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Reads the note that the environment names, and deletes it: it is for one life only.
   *
   * @return empty if there is none
   * @throws IOException if there is one that cannot be trusted or read; it is deleted, too, if it
   *     is ours
   */
  public static Optional<HandoverNote> take(Map<String, String> environment) throws IOException {
    String name = environment.getOrDefault(Environment.HANDOVER_NOTE, "");
    try {
      return name.isEmpty() ? Optional.empty() : take(Path.of(name));
    } catch (InvalidPathException e) {
      throw new IOException("hand-over note '" + name + "' is not the name of a file", e);
    }
  }

  /** Reads and deletes a note, as {@link #take(Map)}. */
  static Optional<HandoverNote> take(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      // Already taken: a child has the same environment.
      return Optional.empty();
    }
    check(file);
    try {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        byte[] text = Channels.newInputStream(channel).readNBytes(MAX_BYTES);
        return Optional.of(HandoverNote.parse(new String(text, StandardCharsets.UTF_8)));
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Neither the file nor its directory may be another's to write, nor the file to read. */
  private static void check(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException("hand-over note " + file + " is no regular file");
    }
    Path directory = file.toAbsolutePath().getParent();
    for (Path path : directory == null ? Set.of(file) : Set.of(file, directory)) {
      int owner = (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      if (owner != Platform.userId()) {
        throw new IOException(
            path + " belongs to user " + owner + ", not to us (" + Platform.userId() + ")");
      }
    }
    Set<PosixFilePermission> given = Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
    if (!OWNER_ONLY.containsAll(given)) {
      throw new IOException(
          "hand-over note "
              + file
              + " has permissions "
              + PosixFilePermissions.toString(given)
              + ", allowed is rw-------");
    }
    if (directory != null) {
      Set<PosixFilePermission> around = Files.getPosixFilePermissions(directory);
      if (around.contains(PosixFilePermission.GROUP_WRITE)
          || around.contains(PosixFilePermission.OTHERS_WRITE)) {
        throw new IOException("others may write to " + directory + ", where the hand-over note is");
      }
    }
  }
}
