package dev.perennial.coordinator.transfer;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A SHA-256 digest of an item's state, as a value. */
public record Digest(long a, long b, long c, long d) {
  /** Length of {@link #toBytes}. */
  public static final int BYTES = 32;

  /** Returns the digest of the first bytes of a state. */
  public static Digest of(byte[] state, int length) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(state, 0, length);
      return fromBytes(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * Returns the digest that {@link #toBytes} gave.
   *
   * @throws IllegalArgumentException if there are not 32 bytes
   */
  public static Digest fromBytes(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "digest has " + bytes.length + " bytes; it must have " + BYTES);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Digest(in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  /** Returns the 32 bytes. */
  public byte[] toBytes() {
    return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  @Override
  public String toString() {
    return Long.toHexString(a);
  }
}
