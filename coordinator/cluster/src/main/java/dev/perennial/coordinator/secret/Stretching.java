package dev.perennial.coordinator.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Makes the key of a cluster from its secret, by PBKDF2 (RFC 8018, section 5.2): whoever has
 * recorded a proof and guesses at the secret pays for each guess what a server pays once. The salt
 * is the cluster's name, so that all its servers come to the same key, and what was computed for
 * one cluster is of no use against another.
 */
final class Stretching {
  /** Some 0.1 s of one core, once in a life, and as long for each guess of an attacker's core. */
  static final int ITERATIONS = 200_000;

  private static final int KEY_BITS = 256;

  private Stretching() {}

  /** Returns the key, 32 bytes. */
  static byte[] stretch(String secret, String cluster) {
    PBEKeySpec all =
        new PBEKeySpec(
            secret.toCharArray(),
            ("perennial 4 " + cluster).getBytes(StandardCharsets.UTF_8),
            ITERATIONS,
            KEY_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(all).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no PBKDF2WithHmacSHA256", e);
    } finally {
      all.clearPassword();
    }
  }
}
