package dev.perennial.coordinator.secret;

import dev.perennial.coordinator.handshake.Certificates;
import dev.perennial.coordinator.handshake.ProofKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What every server of a cluster knows and nobody else does. Never handed out itself: each use has
 * a key of its own; and with these goes what a server shows besides, if it has a certificate.
 * Thread-safe.
 */
public final class ClusterSecret {
  private final String secret;
  private final String cluster;
  private final boolean configured;
  private final String source;
  private final @Nullable ClusterSecret previous;
  private final Certificates certificates;

  /** Guarded by "this"; null until a key is asked for. */
  private byte @Nullable [] stretched;

  private ClusterSecret(String secret, String cluster, boolean configured, String source) {
    this(secret, cluster, configured, source, null, Certificates.NONE);
  }

  private ClusterSecret(
      String secret,
      String cluster,
      boolean configured,
      String source,
      @Nullable ClusterSecret previous,
      Certificates certificates) {
    this.previous = previous;
    this.certificates = certificates;
    this.secret = SecretFile.checked(secret, source);
    this.cluster = cluster;
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
   * @param cluster name of the cluster; another one makes other keys
   * @throws SecretException if it cannot be read, is too short or can be guessed, or others can
   *     read it
   */
  public static ClusterSecret resolve(
      @Nullable Path file, @Nullable String environment, Path home, String cluster) {
    if (file != null) {
      return new ClusterSecret(
          SecretFile.text("perennial.secret.file", file), cluster, true, "the file " + file);
    }
    if (environment != null) {
      return new ClusterSecret(
          environment, cluster, true, "the environment variable PERENNIAL_SECRET");
    }
    Path own = home.resolve(".perennial").resolve("secret");
    return new ClusterSecret(UserSecret.readOrMake(own), cluster, false, "the file " + own);
  }

  /** Returns a secret that counts as configured, of the cluster "perennial". */
  public static ClusterSecret of(String secret) {
    return new ClusterSecret(secret, "perennial", true, "the program");
  }

  /**
   * Returns this secret together with that before it, which other servers may still have.
   *
   * @param file of perennial.secret.previous-file; where there is no such file, there is none
   * @throws SecretException if it is there and cannot be read, is too short or can be guessed, or
   *     others can read it
   */
  public ClusterSecret accepting(Path file) {
    if (!Files.exists(file)) {
      return this;
    }
    String text = SecretFile.text("perennial.secret.previous-file", file);
    ClusterSecret before = new ClusterSecret(text, cluster, configured, "the file " + file);
    return before.secret.equals(secret)
        ? this
        : new ClusterSecret(secret, cluster, configured, source, before, certificates);
  }

  /** Returns this secret, beside whose proof a certificate is shown, and may be asked for. */
  public ClusterSecret with(Certificates shown) {
    return new ClusterSecret(secret, cluster, configured, source, previous, shown);
  }

  /** Returns what is shown and asked for beside the proof. */
  public Certificates certificates() {
    return certificates;
  }

  /** Returns where the secret before this one comes from, in words; empty if there is none. */
  public String previousSource() {
    return previous == null ? "" : previous.source;
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
   * The first call takes some 0.1 s of a core, and others wait for it: not on an application's
   * thread.
   */
  public byte[] derive(String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(stretched(), "HmacSHA256"));
      return mac.doFinal(("perennial:" + purpose).getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HmacSHA256", e);
    }
  }

  /** Returns the keys for one purpose: that of {@link #derive}, and that of the secret before. */
  public ProofKeys keys(String purpose) {
    ProofKeys keys =
        previous == null
            ? ProofKeys.of(derive(purpose))
            : ProofKeys.of(derive(purpose), previous.derive(purpose));
    return keys.with(certificates);
  }

  private synchronized byte[] stretched() {
    byte[] key = stretched;
    if (key == null) {
      key = Stretching.stretch(secret, cluster);
      stretched = key;
    }
    return key;
  }

  @Override
  public String toString() {
    return "secret from " + source;
  }
}
