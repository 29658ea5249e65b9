package dev.perennial.coordinator.secret;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What every server of a cluster knows and nobody else does. Never handed out itself: each use has
 * a key of its own. Immutable.
 */
public final class ClusterSecret {
  /** The shortest secret taken: shorter ones can be guessed from one recorded handshake. */
  public static final int MIN_CHARACTERS = 16;

  private static final String HOW_TO_MAKE =
      "make one with: head -c 32 /dev/urandom | base64 > FILE && chmod 600 FILE";

  private static final Set<PosixFilePermission> PUBLIC =
      EnumSet.of(
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final byte[] secret;
  private final boolean configured;
  private final String source;

  private ClusterSecret(String secret, boolean configured, String source) {
    String text = secret.strip();
    int length = text.codePointCount(0, text.length());
    if (length < MIN_CHARACTERS) {
      throw new SecretException(
          "the secret from %s has %d characters; at least %d are needed; %s"
              .formatted(source, length, MIN_CHARACTERS, HOW_TO_MAKE));
    }
    this.secret = text.getBytes(StandardCharsets.UTF_8);
    this.configured = configured;
    this.source = source;
  }

  /**
   * Finds the secret: the file, else the value from the environment, else this user's own, which is
   * made where there is none and serves loopback addresses only.
   *
   * @param file of perennial.secret.file, null if not set
   * @param environment value of PERENNIAL_SECRET, null if not set
   * @param home the user's home folder
   * @throws SecretException if it cannot be read, is too short, or others can read it
   */
  public static ClusterSecret resolve(
      @Nullable Path file, @Nullable String environment, Path home) {
    if (file != null) {
      return new ClusterSecret(read(file), true, "the file " + file);
    }
    if (environment != null) {
      return new ClusterSecret(environment, true, "the environment variable PERENNIAL_SECRET");
    }
    Path own = home.resolve(".perennial").resolve("secret");
    return new ClusterSecret(UserSecret.readOrMake(own), false, "the file " + own);
  }

  /** Returns a secret that counts as configured. */
  public static ClusterSecret of(String secret) {
    return new ClusterSecret(secret, true, "the program");
  }

  /** Returns whether someone set it; if not, only loopback addresses may be used. */
  public boolean configured() {
    return configured;
  }

  /** Returns where it comes from, in words. */
  public String source() {
    return source;
  }

  /**
   * Returns the key for one purpose, 32 bytes; keys of different purposes tell nothing of another.
   */
  public byte[] derive(String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return mac.doFinal(("perennial:" + purpose).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "secret from " + source;
  }

  private static String read(Path file) {
    try {
      checkNotPublic(file);
      return Files.readString(file);
    } catch (IOException e) {
      throw new SecretException(
          "perennial.secret.file: %s cannot be read (%s); give a file this user can read, or %s"
              .formatted(file, e, HOW_TO_MAKE),
          e);
    }
  }

  /** A group may read it: that is how containers are given a secret. */
  private static void checkNotPublic(Path file) throws IOException {
    if (!UserSecret.posix()) {
      return;
    }
    Set<PosixFilePermission> given = Files.getPosixFilePermissions(file);
    if (!Collections.disjoint(given, PUBLIC)) {
      throw new SecretException(
          "perennial.secret.file: %s can be read or written by others (%s; at most rw-r----- is allowed); run: chmod 600 %s (in Kubernetes: defaultMode: 0440)"
              .formatted(file, PosixFilePermissions.toString(given), file));
    }
  }
}
