package dev.perennial.agent.log;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Directories that this user alone can look into, also below a temporary folder of everybody. */
public final class OwnerDirectory {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final String UID = "unix:uid";
  private static final int ROOT = 0;

  private OwnerDirectory() {}

  /**
   * Returns {@code temporary/perennial-user/name}, made if need be.
   *
   * @param temporary the folder for temporary files
   * @param user the name of this process's user
   * @param name of one's own directory
   * @throws IOException if it cannot be made, is a link, is another user's, or others may write to
   *     it
   */
  public static Path below(Path temporary, String user, String name) throws IOException {
    return make(make(temporary.resolve("perennial-" + plain(user))).resolve(plain(name)));
  }

  /**
   * Makes a directory, or checks one that is there.
   *
   * @throws IOException as {@link #below}
   */
  public static Path make(Path directory) throws IOException {
    boolean posix = isPosix(directory);
    try {
      Files.createDirectory(directory, attributes(posix));
    } catch (FileAlreadyExistsException e) {
      check(directory, posix);
    }
    return directory;
  }

  /**
   * Makes a directory, and those above it that are missing, for this user alone. One that is there
   * is left as it is: somebody has named it, and opened it to whom he wanted.
   *
   * @throws IOException if it cannot be made
   */
  public static void makeMissing(Path directory) throws IOException {
    Files.createDirectories(directory, attributes(isPosix(directory)));
  }

  /**
   * Returns that others may write to a directory, or that it is another user's, in words; empty if
   * neither is so.
   */
  public static String openToOthers(Path directory) throws IOException {
    if (!isPosix(directory)) {
      return "";
    }
    int owner = (int) Files.getAttribute(directory, UID);
    int self = user(directory);
    if (owner != self && owner != ROOT) {
      return "%s, where the agent's log is, belongs to user %d, who can replace what is in it; this process is user %d: what one life leaves there for the next is not believed; run: chown %d %s"
          .formatted(directory, owner, self, self, directory);
    }
    Set<PosixFilePermission> given = Files.getPosixFilePermissions(directory);
    return given.contains(PosixFilePermission.GROUP_WRITE)
            || given.contains(PosixFilePermission.OTHERS_WRITE)
        ? "others may write to "
            + directory
            + " ("
            + PosixFilePermissions.toString(given)
            + "), where the agent's log is: what one life leaves there for the next is not"
            + " believed; run: chmod go-w "
            + directory
        : "";
  }

  private static boolean isPosix(Path directory) {
    return directory.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] attributes(boolean posix) {
    return posix
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }

  private static void check(Path directory, boolean posix) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(directory + " is no directory");
    }
    if (!posix) {
      return;
    }
    // That permissions can be set proves nothing: root may set those of every user.
    Object owner = Files.getAttribute(directory, UID, LinkOption.NOFOLLOW_LINKS);
    int self = user(directory.toAbsolutePath().getParent());
    if (!owner.equals(self)) {
      throw new IOException(
          directory + " belongs to user " + owner + ", this process is user " + self);
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(
            directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    Set<PosixFilePermission> given = view.readAttributes().permissions();
    if (given.contains(PosixFilePermission.GROUP_WRITE)
        || given.contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new IOException(
          directory
              + " has permissions "
              + PosixFilePermissions.toString(given)
              + ": others may have written to it; delete it, it is made again");
    }
    view.setPermissions(OWNER_ONLY);
  }

  /**
   * Returns the user id that the kernel takes this process for.
   *
   * @param where to make a file for a moment, if its owner has to tell
   */
  public static int user(Path where) throws IOException {
    // The owner of this file would be root where a process may not be dumped; its text is not.
    Path status = Path.of("/proc/self/status");
    if (Files.isReadable(status)) {
      for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("Uid:")) {
          // Real, effective, saved, and that of the file system.
          return Integer.parseInt(line.split("\\s+")[2]);
        }
      }
    }
    Path probe = Files.createTempFile(where, "perennial", null);
    try {
      return (int) Files.getAttribute(probe, UID, LinkOption.NOFOLLOW_LINKS);
    } finally {
      Files.deleteIfExists(probe);
    }
  }

  private static String plain(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.isBlank() || plain.startsWith(".") ? "_" + plain : plain;
  }
}
