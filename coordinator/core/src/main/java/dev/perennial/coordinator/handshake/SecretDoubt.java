package dev.perennial.coordinator.handshake;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Whether a server may begin a cluster of its own that was refused. It may have been given the
 * wrong secret, and would then be a second cluster beside that of the others, which keeps to limits
 * of its own. Or whoever refuses is none of them: anybody who has the address of a server that is
 * down can say no, and nothing that he says is a proof. So a refusal keeps a server waiting for a
 * time only, and for no time once another server has proven the same secret. Immutable.
 *
 * @param proven whether another server has proven to hold the same secret since this server began
 *     to join
 * @param since when it was first refused since then, in nanoseconds of the caller's clock
 */
public record SecretDoubt(boolean proven, OptionalLong since) {
  /** For how long a refusal keeps a server from beginning a cluster of its own. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Nobody has said anything. */
  public static final SecretDoubt NONE = new SecretDoubt(false, OptionalLong.empty());

  /** Returns what is known once another server has proven the same secret. */
  public SecretDoubt afterProof() {
    return new SecretDoubt(true, since);
  }

  /** Returns what is known once somebody has refused the secret. */
  public SecretDoubt afterRefusal(long nanos) {
    return since.isPresent() ? this : new SecretDoubt(proven, OptionalLong.of(nanos));
  }

  /** Returns whether a server that sees no other one must not go on like that yet. */
  public boolean forbidsToBeAlone(long nanos) {
    return !proven && since.isPresent() && nanos - since.getAsLong() < PATIENCE.toNanos();
  }
}
