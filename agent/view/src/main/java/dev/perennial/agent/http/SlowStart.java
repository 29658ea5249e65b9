package dev.perennial.agent.http;

import java.time.Duration;

/**
 * How much of its share a server takes that has only just come to the available list: a tenth at
 * first, then more from moment to moment, and all of it after a time. Confined to one thread.
 */
final class SlowStart {
  private static final double FIRST_SHARE = 0.1;

  private final double seconds;
  private boolean wasReady;
  private long sinceNanos;

  /**
   * @param time until it takes all of it; nothing for at once
   */
  SlowStart(Duration time) {
    this.seconds = time.toMillis() / 1000.0;
  }

  /** Returns the part of its share, above 0 to 1, that it takes. */
  double share(boolean ready, long nowNanos) {
    if (ready && !wasReady) {
      sinceNanos = nowNanos;
    }
    wasReady = ready;
    double passed = (nowNanos - sinceNanos) / 1e9;
    return passed >= seconds ? 1 : FIRST_SHARE + (1 - FIRST_SHARE) * passed / seconds;
  }
}
