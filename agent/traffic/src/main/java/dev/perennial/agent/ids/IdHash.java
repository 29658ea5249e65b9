package dev.perennial.agent.ids;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A keyed 64-bit hash of session ids: SipHash-2-4 (Aumasson and Bernstein, "SipHash: a fast
 * short-input PRF", Indocrypt 2012), over two bytes for each character. Who has not the key can
 * find no ids of one hash. Immutable; hashing allocates nothing.
 */
public final class IdHash {
  static final int KEY_BYTES = 16;

  private static final int CHARS_IN_WORD = 4;

  private final long k0;
  private final long k1;

  /**
   * @param key of at least 16 bytes, of which the first 16 count
   */
  public IdHash(byte[] key) {
    ByteBuffer bytes = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
    k0 = bytes.getLong();
    k1 = bytes.getLong();
  }

  /** Returns the hash of an id. */
  public long of(CharSequence id) {
    long v0 = k0 ^ 0x736f6d6570736575L;
    long v1 = k1 ^ 0x646f72616e646f6dL;
    long v2 = k0 ^ 0x6c7967656e657261L;
    long v3 = k1 ^ 0x7465646279746573L;
    int words = id.length() / CHARS_IN_WORD;
    // The last word has what is left of the text, and its length; four rounds without one follow.
    for (int i = 0; i <= words + 1; i++) {
      boolean end = i > words;
      long word = end ? 0 : word(id, i * CHARS_IN_WORD);
      if (end) {
        v2 ^= 0xff;
      }
      v3 ^= word;
      for (int round = end ? 4 : 2; round > 0; round--) {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
      }
      v0 ^= word;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private static long word(CharSequence id, int from) {
    int to = Math.min(id.length(), from + CHARS_IN_WORD);
    long word = to == from + CHARS_IN_WORD ? 0 : (2L * id.length()) << 56;
    for (int i = from; i < to; i++) {
      word |= (long) id.charAt(i) << (16 * (i - from));
    }
    return word;
  }
}
