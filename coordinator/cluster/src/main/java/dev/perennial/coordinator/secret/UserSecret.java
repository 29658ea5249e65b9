package dev.perennial.coordinator.secret;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/** The secret of one user, shared by that user's servers on one machine. */
final class UserSecret {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  private UserSecret() {}

  static String readOrMake(Path file) {
    try {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        make(file);
      }
      check(file);
      return Files.readString(file);
    } catch (IOException e) {
      throw new SecretException(
          "this user's own secret %s can be neither read nor made (%s); set perennial.secret.file or PERENNIAL_SECRET"
              .formatted(file, e),
          e);
    }
  }

  /**
   * Writes it aside and links it into place: servers that start together must neither read half of
   * it nor replace each other's.
   */
  private static void make(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IOException(file + " has no folder");
    }
    Files.createDirectories(folder, permissions("rwx------"));
    Path aside = Files.createTempFile(folder, "secret", ".tmp", permissions("rw-------"));
    try {
      byte[] random = new byte[32];
      new SecureRandom().nextBytes(random);
      Files.writeString(aside, Base64.getEncoder().encodeToString(random) + "\n");
      linkOrMove(aside, file);
    } catch (FileAlreadyExistsException e) {
      // Another server was first: its secret is the one.
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  private static void linkOrMove(Path aside, Path file) throws IOException {
    try {
      Files.createLink(file, aside);
    } catch (UnsupportedOperationException e) {
      Files.move(aside, file);
    }
  }

  private static void check(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new SecretException(
          "this user's own secret %s is not an ordinary file; delete it, or set perennial.secret.file"
              .formatted(file));
    }
    if (!posix()) {
      return;
    }
    Set<PosixFilePermission> given = Files.getPosixFilePermissions(file);
    if (!OWNER_ONLY.containsAll(given)) {
      throw new SecretException(
          "this user's own secret %s can be read or written by others (%s; only rw------- is allowed); delete it, so that a new one is made, or run: chmod 600 %s"
              .formatted(file, PosixFilePermissions.toString(given), file));
    }
    FileOwner.check("this user's own secret", file);
  }

  private static FileAttribute<?>[] permissions(String text) {
    return posix()
        ? new FileAttribute<?>[] {asFileAttribute(PosixFilePermissions.fromString(text))}
        : new FileAttribute<?>[0];
  }

  static boolean posix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
