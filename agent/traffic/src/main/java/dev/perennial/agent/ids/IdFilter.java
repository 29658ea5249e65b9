package dev.perennial.agent.ids;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * A set of hashes that may hold more than was added and never less: a Bloom filter (Bloom, "Space/
 * time trade-offs in hash coding with allowable errors", CACM 13(7), 1970), whose eleven positions
 * are made of the two halves of one hash (Kirsch and Mitzenmacher, "Less hashing, same
 * performance", ESA 2006). With as many ids as it was made for, 16 bits each, 1 of 2,000 others
 * seems to be in it. Thread-safe without locks; adding and looking allocate nothing.
 */
final class IdFilter {
  private static final int BITS_EACH = 16;
  private static final int POSITIONS = 11;
  private static final int LEAST = 1 << 10;
  private static final int MOST = 1 << 24;

  private final AtomicLongArray words;
  private final long bits;

  private IdFilter(AtomicLongArray words) {
    this.words = words;
    this.bits = (long) words.length() * Long.SIZE;
  }

  /** Returns an empty one that has room for so many ids. */
  static IdFilter forIds(int ids) {
    int room = Math.max(LEAST, Math.min(MOST, ids));
    return new IdFilter(new AtomicLongArray(room * BITS_EACH / Long.SIZE + 1));
  }

  /**
   * Returns the one that {@link #bytes} made bytes of.
   *
   * @throws IllegalArgumentException if they are none
   */
  static IdFilter of(byte[] bytes) {
    if (bytes.length == 0 || bytes.length % Long.BYTES != 0) {
      throw new IllegalArgumentException("a filter cannot have " + bytes.length + " bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    AtomicLongArray words = new AtomicLongArray(bytes.length / Long.BYTES);
    for (int i = 0; i < words.length(); i++) {
      words.setPlain(i, in.getLong());
    }
    return new IdFilter(words);
  }

  byte[] bytes() {
    ByteBuffer out = ByteBuffer.allocate(words.length() * Long.BYTES);
    for (int i = 0; i < words.length(); i++) {
      out.putLong(words.get(i));
    }
    return out.array();
  }

  /** Returns for how many ids it was made. */
  int room() {
    return (int) (bits / BITS_EACH);
  }

  /** Returns false if the hash was surely not added. */
  boolean mayHold(long hash) {
    for (int i = 0; i < POSITIONS; i++) {
      long at = position(hash, i);
      if ((words.get((int) (at / Long.SIZE)) & (1L << at)) == 0) {
        return false;
      }
    }
    return true;
  }

  void add(long hash) {
    for (int i = 0; i < POSITIONS; i++) {
      long at = position(hash, i);
      long unused = words.accumulateAndGet((int) (at / Long.SIZE), 1L << at, (a, b) -> a | b);
    }
  }

  /** Returns whether both hold the same. */
  boolean isLike(IdFilter other) {
    if (other.bits != bits) {
      return false;
    }
    for (int i = 0; i < words.length(); i++) {
      if (words.get(i) != other.words.get(i)) {
        return false;
      }
    }
    return true;
  }

  private long position(long hash, int i) {
    long mixed = (hash + i * ((hash >>> 32) | 1)) & 0xffffffffL;
    return (mixed * bits) >>> 32;
  }
}
