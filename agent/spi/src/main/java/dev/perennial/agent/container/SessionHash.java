package dev.perennial.agent.container;

/**
 * A 64-bit hash of one session id, FNV-1a over its characters (Fowler, Noll and Vo, RFC 9923): so
 * that an adapter can note which sessions a request names without allocating anything.
 */
public final class SessionHash {
  /** Of no characters. */
  public static final long EMPTY = 0xcbf29ce484222325L;

  private static final long PRIME = 0x100000001b3L;

  private SessionHash() {}

  /** Returns the hash of some characters and one more. */
  public static long add(long hash, int character) {
    return (hash ^ character) * PRIME;
  }

  /** Returns the hash of an id. */
  public static long of(String id) {
    long hash = EMPTY;
    for (int i = 0; i < id.length(); i++) {
      hash = add(hash, id.charAt(i));
    }
    return hash;
  }
}
