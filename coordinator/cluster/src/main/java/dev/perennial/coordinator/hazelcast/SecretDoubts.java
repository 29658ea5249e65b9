package dev.perennial.coordinator.hazelcast;

import dev.perennial.coordinator.handshake.SecretDoubt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * What a process knows of its secret while it tries to join, from one try to the next: see {@link
 * SecretDoubt}. Thread-safe.
 */
public final class SecretDoubts {
  private final LongSupplier nanoTime;
  private final AtomicReference<SecretDoubt> doubt = new AtomicReference<>(SecretDoubt.NONE);

  /**
   * @param nanoTime like {@link System#nanoTime}
   */
  public SecretDoubts(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Another server has proven to hold the same secret. */
  void proven() {
    doubt.updateAndGet(SecretDoubt::afterProof);
  }

  /** Somebody has refused the secret. */
  void refused() {
    long now = nanoTime.getAsLong();
    doubt.updateAndGet(known -> known.afterRefusal(now));
  }

  /** Returns whether a server that sees no other one must not go on like that yet. */
  boolean forbidToBeAlone() {
    return doubt.get().forbidsToBeAlone(nanoTime.getAsLong());
  }

  /** This server is a member: should it have to join again, what was is of no use. */
  void over() {
    doubt.set(SecretDoubt.NONE);
  }
}
