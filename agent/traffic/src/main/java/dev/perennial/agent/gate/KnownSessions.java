package dev.perennial.agent.gate;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Remembers, by hash, for which session ids it was decided that they are served here. Lossy (an
 * entry may push out another, which then is decided again), without locks, and without allocation.
 * Two ids with the same 64-bit hash would share an entry; at ten million live ids the chance of any
 * such pair is below 1 in 300,000, and an id cannot be aimed at another one's hash since the hash
 * is keyed per process.
 */
final class KnownSessions {
  private static final int SLOTS = 1 << 14;

  private final AtomicLongArray hashes = new AtomicLongArray(SLOTS);

  boolean contains(long hash) {
    return hashes.getOpaque(slot(hash)) == hash;
  }

  void add(long hash) {
    hashes.setOpaque(slot(hash), hash);
  }

  private static int slot(long hash) {
    return (int) (hash ^ (hash >>> 32)) & (SLOTS - 1);
  }
}
