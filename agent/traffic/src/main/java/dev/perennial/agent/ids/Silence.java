package dev.perennial.agent.ids;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What a server's last list of ids is worth while the server does not answer. A list never says
 * that a session is not there now; only of a server that has fallen silent altogether may it stand
 * in for the answer, and only for as long as it takes the others to find that out. A pure decision.
 */
final class Silence {
  /** Of this process's own time: one that lives has sent its heartbeat by then, due each second. */
  static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  /** The list was asked for at most so long before the first question without an answer. */
  static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Whoever was last heard so long after that question has gone on living. */
  static final long HEARD_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  /** By then the roster has a dead server out; one that is not lives, and its link is broken. */
  static final long UNTIL_NANOS = TimeUnit.SECONDS.toNanos(15);

  private Silence() {}

  /** What to do about a server from which there is no answer yet. */
  enum Worth {
    /** Its answer alone counts. */
    ANSWER,
    /** Wait until it is known whether it has fallen silent. */
    PATIENCE,
    /** It has fallen silent, and did not have the session. */
    LIST
  }

  /**
   * Decides.
   *
   * @param excludes whether there is a list of the server's present life, and the session is not in
   *     it
   * @param ageNanos how long before the first question without an answer the list was asked for; if
   *     there is no such question, before now
   * @param silentNanos how long that question has been waiting; negative if there is none
   * @param ownNanos for how much of that this process has run
   * @param unheardNanos for how long nothing at all was heard of the server, by the membership of
   *     the cluster; 0 if that is not known
   */
  static Worth of(
      boolean excludes, long ageNanos, long silentNanos, long ownNanos, LongSupplier unheardNanos) {
    if (!excludes || ageNanos > LATE_NANOS || silentNanos > UNTIL_NANOS) {
      return Worth.ANSWER;
    }
    if (silentNanos < 0 || ownNanos < PATIENCE_NANOS) {
      return Worth.PATIENCE;
    }
    return silentNanos - unheardNanos.getAsLong() <= HEARD_NANOS ? Worth.LIST : Worth.ANSWER;
  }
}
