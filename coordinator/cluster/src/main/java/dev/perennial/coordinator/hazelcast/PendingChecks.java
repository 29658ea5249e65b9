package dev.perennial.coordinator.hazelcast;

import dev.perennial.coordinator.handshake.HandshakeException;
import dev.perennial.coordinator.handshake.HandshakeException.Kind;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Bounds the connections that wait for their secret check: each holds one of Hazelcast's I/O
 * threads, which also make the outgoing connections. Thread-safe.
 */
final class PendingChecks {
  static final int PER_REMOTE = 16;
  static final int TOTAL = 48;

  /** Guarded by "this". */
  private final Map<InetAddress, Integer> pending = new HashMap<>();

  /** Guarded by "this". */
  private int total;

  synchronized void enter(InetAddress remote) throws HandshakeException {
    int own = pending.getOrDefault(remote, 0);
    if (own >= PER_REMOTE || total >= TOTAL) {
      throw new HandshakeException(
          Kind.BUSY,
          "%d unchecked connections from there and %d in all are pending already"
              .formatted(own, total));
    }
    pending.put(remote, own + 1);
    total++;
  }

  synchronized void leave(InetAddress remote) {
    pending.computeIfPresent(remote, (r, n) -> n == 1 ? null : n - 1);
    total--;
  }
}
