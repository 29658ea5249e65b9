package dev.perennial.coordinator.secret;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Reads a secret from a file that a setting names, and checks that it can be one. */
public final class SecretFile {
  /** The fewest characters of a secret. */
  static final int MIN_CHARACTERS = 16;

  static final String HOW_TO_MAKE =
      "make one with: head -c 32 /dev/urandom | base64 > FILE && chmod 600 FILE";

  private static final Set<PosixFilePermission> PUBLIC =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private static final Set<PosixFilePermission> WRITABLE =
      EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private SecretFile() {}

  /**
   * Returns the secret in a file, without white space around it.
   *
   * @param key of the setting that names the file
   * @throws SecretException if it cannot be read, is another user's, others can read it, or it can
   *     be guessed
   */
  public static String read(String key, Path file) {
    return checked(text(key, file), "the file " + file);
  }

  static String text(String key, Path file) {
    try {
      checkPrivate(key, file);
      return Files.readString(file);
    } catch (IOException e) {
      throw new SecretException(
          "%s: %s cannot be read (%s); give a file this user can read, or %s"
              .formatted(key, file, e, HOW_TO_MAKE),
          e);
    }
  }

  /** Returns a secret without white space around it, if nobody would guess it at once. */
  static String checked(String secret, String source) {
    String text = secret.strip();
    int length = text.codePointCount(0, text.length());
    if (length < MIN_CHARACTERS) {
      throw new SecretException(
          "the secret from %s has %d characters; at least %d are needed; %s"
              .formatted(source, length, MIN_CHARACTERS, HOW_TO_MAKE));
    }
    String weakness = Weakness.of(text);
    if (!weakness.isEmpty()) {
      throw new SecretException(
          "the secret from %s can be guessed: it %s; %s".formatted(source, weakness, HOW_TO_MAKE));
    }
    return text;
  }

  /** A group may read it: that is how containers are given a secret. */
  static void checkPrivate(String key, Path file) throws IOException {
    if (UserSecret.posix()) {
      Set<PosixFilePermission> given = Files.getPosixFilePermissions(file);
      checkNotPublic(key, file, given);
    }
    FileOwner.check(key + ":", file);
  }

  /** Everybody may read it: it is nothing to hide, but to be sure of. */
  static void checkUnchanged(String key, Path file) throws IOException {
    if (UserSecret.posix()
        && !Collections.disjoint(Files.getPosixFilePermissions(file), WRITABLE)) {
      throw new SecretException(
          "%s: %s can be written by others; run: chmod go-w %s".formatted(key, file, file));
    }
    FileOwner.check(key + ":", file);
  }

  private static void checkNotPublic(String key, Path file, Set<PosixFilePermission> given) {
    if (!Collections.disjoint(given, PUBLIC)) {
      throw new SecretException(
          "%s: %s can be read or written by others (%s; at most rw-r----- is allowed); run: chmod 600 %s (in Kubernetes: defaultMode: 0440)"
              .formatted(key, file, PosixFilePermissions.toString(given), file));
    }
  }
}
