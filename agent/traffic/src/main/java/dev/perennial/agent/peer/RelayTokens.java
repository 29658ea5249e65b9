package dev.perennial.agent.peer;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * By what a server knows a request that another one relays to it: a code made of the cluster's
 * secret and the target's name and life, so both sides have it without asking, and it ends with
 * that life. Thread-safe.
 */
public final class RelayTokens {
  private final byte[] key;

  /**
   * @param key derived from the cluster's secret for this purpose
   */
  public RelayTokens(byte[] key) {
    this.key = key.clone();
  }

  /** Returns the token of one life of a server. */
  public String token(String server, long incarnation) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of()
          .formatHex(mac.doFinal((server + "\n" + incarnation).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no HmacSHA256", e);
    }
  }

  /** Returns whether a token is that of the life; takes the same time for every wrong one. */
  public boolean matches(String token, String server, long incarnation) {
    return MessageDigest.isEqual(
        token.getBytes(StandardCharsets.UTF_8),
        token(server, incarnation).getBytes(StandardCharsets.UTF_8));
  }
}
