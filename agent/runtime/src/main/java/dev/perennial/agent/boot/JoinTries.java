package dev.perennial.agent.boot;

import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.server.Reach;
import dev.perennial.coordinator.hazelcast.Trouble;
import dev.perennial.coordinator.policy.BackOff;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Tries to join the cluster until that is done, whatever a try throws: what stands against it, such
 * as a flood of clients that has all descriptors, may pass. For a thread of its own.
 */
final class JoinTries {
  private final Try oneTry;
  private final Reach reach;
  private final BooleanSupplier unwanted;
  private final Pause pause;

  /** One try to join; leaves nothing behind if it fails. */
  interface Try {
    /**
     * @throws Exception if that cannot be done, and more than that
     */
    void join() throws Exception;
  }

  /** What waits between tries. */
  interface Pause {
    void await(Duration time) throws InterruptedException;
  }

  /**
   * @param unwanted whether this process is on its way out
   */
  JoinTries(Try oneTry, Reach reach, BooleanSupplier unwanted, Pause pause) {
    this.oneTry = oneTry;
    this.reach = reach;
    this.unwanted = unwanted;
    this.pause = pause;
  }

  /** Blocks until it is joined, or unwanted. */
  void run() throws InterruptedException {
    for (int tries = 1; !unwanted.getAsBoolean(); tries++) {
      try {
        oneTry.join();
        reach.joined(tries);
        return;
      } catch (InterruptedException e) {
        throw e;
      } catch (Throwable e) {
        tell(e, tries);
      }
      pause.await(BackOff.SECONDS.after(tries));
    }
  }

  private void tell(Throwable e, int tries) {
    boolean failure = Trouble.isFailure(e);
    if (failure) {
      Suppressed.count(e, "joining");
    }
    try {
      reach.notJoined(Trouble.of(e), tries, failure ? e : null);
    } catch (Throwable again) {
      // As where there is no memory for words: the next try comes all the same.
      Suppressed.count(again, "joining");
    }
  }
}
