package dev.perennial.coordinator.hazelcast;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Whether this server may be in the cluster: what it is asked before it has written anything. */
final class Admission {
  /** A dead member is noticed within this time, so that one still listed after it is alive. */
  static final Duration NAMESAKE_PATIENCE = Duration.ofSeconds(7);

  private final Membership membership;
  private final RosterMap roster;

  Admission(Membership membership, RosterMap roster) {
    this.membership = membership;
    this.roster = roster;
  }

  /**
   * Returns why this server cannot stay in the cluster; empty if it can. The older members stay;
   * clusters that began apart can meet, and then this may be the younger one.
   */
  String refusal() {
    String refusal = membership.refusal();
    return refusal.isEmpty() ? roster.refusal() : refusal;
  }

  /**
   * @throws ClusterException if it has no version of the protocol in common with the others
   */
  void mustSpeakWithTheOthers() {
    String refusal = refusal();
    if (!refusal.isEmpty()) {
      throw new ClusterException(refusal);
    }
  }

  /** A server that died without leaving stays listed for some seconds; its next life waits. */
  void mustNotHaveNamesake(String self, LongSupplier nanoTime, Semaphore changed) {
    long end = nanoTime.getAsLong() + NAMESAKE_PATIENCE.toNanos();
    try {
      Optional<String> namesake = membership.namesake();
      while (namesake.isPresent() && nanoTime.getAsLong() < end) {
        boolean told = changed.tryAcquire(500, TimeUnit.MILLISECONDS);
        namesake = membership.namesake();
        if (told) {
          changed.drainPermits();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    membership
        .namesake()
        .ifPresent(
            address -> {
              throw new ClusterException(
                  "perennial.server: a server named '%s' is in the cluster already, at %s; give each server a name of its own"
                      .formatted(self, address));
            });
  }
}
