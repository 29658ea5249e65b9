package dev.perennial.agent.server;

import dev.perennial.coordinator.aging.Verdict;
import java.util.concurrent.TimeUnit;

/** How long this server has been critical without a break. For one thread. */
final class CriticalTime {
  /** Finding a successor and coming into sync should take no longer than this. */
  static final long TIME_TO_DUPLEX_SECONDS = 60;

  private static final long NOT = -1;

  private long sinceNanos = NOT;

  /** Returns whether it has lasted for longer than duplexing should take. */
  boolean lasts(Verdict verdict, long nowNanos) {
    if (verdict != Verdict.CRITICAL) {
      sinceNanos = NOT;
      return false;
    }
    if (sinceNanos == NOT) {
      sinceNanos = nowNanos;
    }
    return nowNanos - sinceNanos >= TimeUnit.SECONDS.toNanos(TIME_TO_DUPLEX_SECONDS);
  }
}
