package dev.perennial.agent.link;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The two keys of one connection, one for each direction, by HKDF (RFC 5869) with HMAC-SHA256.
 *
 * @param toServer what the client sends with
 * @param toClient what the server sends with
 */
record SessionKeys(SecretKey toServer, SecretKey toClient) {
  /**
   * Derives the keys.
   *
   * @param agreed what the two ephemeral keys have agreed on: recorded traffic stays closed to
   *     whoever learns the secret later
   * @param transcript all that was said in the handshake
   */
  static SessionKeys derive(byte[] secret, byte[] agreed, byte[] transcript)
      throws GeneralSecurityException {
    byte[] prk = hmac(secret, agreed);
    SessionKeys keys =
        new SessionKeys(
            new SecretKeySpec(expand(prk, "to server", transcript), "AES"),
            new SecretKeySpec(expand(prk, "to client", transcript), "AES"));
    Arrays.fill(prk, (byte) 0);
    return keys;
  }

  /** The first block of the expansion is all that a key of 256 bits needs. */
  private static byte[] expand(byte[] prk, String label, byte[] transcript)
      throws GeneralSecurityException {
    return hmac(
        prk,
        ("perennial link " + label).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
        transcript,
        new byte[] {1});
  }

  static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    for (byte[] part : parts) {
      mac.update(part);
    }
    return mac.doFinal();
  }
}
