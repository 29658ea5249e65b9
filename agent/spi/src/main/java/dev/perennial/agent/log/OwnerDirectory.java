package dev.perennial.agent.log;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Directories that this user alone can look into, also below a temporary folder of everybody. */
public final class OwnerDirectory {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private OwnerDirectory() {}

  /**
   * Returns {@code temporary/perennial-user/name}, made if need be.
   *
   * @param temporary the folder for temporary files
   * @param user the name of this process's user
   * @param name of one's own directory
   * @throws IOException if it cannot be made, is a link, or others could write to it
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
    boolean posix = directory.getFileSystem().supportedFileAttributeViews().contains("posix");
    try {
      Files.createDirectory(
          directory,
          posix
              ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
              : new FileAttribute<?>[0]);
    } catch (FileAlreadyExistsException e) {
      check(directory, posix);
    }
    return directory;
  }

  private static void check(Path directory, boolean posix) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(directory + " is no directory");
    }
    if (!posix) {
      return;
    }
    // Only its owner may change a directory's permissions: that they can be set tells that it is
    // ours.
    Files.setPosixFilePermissions(directory, OWNER_ONLY);
  }

  private static String plain(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
    return plain.isBlank() || plain.startsWith(".") ? "_" + plain : plain;
  }
}
