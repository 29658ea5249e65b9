package dev.perennial.agent.gate;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A state of the gate. A class, not a record: two states of the same kind are different ones. */
final class GateState {
  final Kind kind;

  /** Of a held gate: counted down when it is held no more. */
  final @Nullable CountDownLatch released;

  /** Of a held gate: so many requests may wait at once, and so long. */
  final int maxWaiting;

  final long maxNanos;

  /**
   * What was decided in this state; the next one begins with nothing, so a late decision does no
   * harm.
   */
  final KnownSessions known = new KnownSessions();

  /** See the diagram at {@link RequestGate}. */
  enum Kind {
    OPEN,
    CHECKED,
    HELD,
    AWAY
  }

  GateState(Kind kind) {
    this(kind, null, 0, 0);
  }

  GateState(Kind kind, @Nullable CountDownLatch released, int maxWaiting, long maxNanos) {
    this.kind = kind;
    this.released = released;
    this.maxWaiting = maxWaiting;
    this.maxNanos = maxNanos;
  }
}
