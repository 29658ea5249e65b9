package dev.perennial.agent.stream;

import java.util.concurrent.TimeUnit;

/**
 * How long nothing has come, as far as this process was awake to see it: after a pause of its own
 * it must not take others for dead. Confined to one thread.
 */
final class Silence {
  /** Between two looks, each second, no more than this is counted. */
  private static final long MAX_STEP_NANOS = TimeUnit.SECONDS.toNanos(2);

  private long lookedNanos;
  private long heardNanos;
  private long silentNanos;

  /** Returns how long it is; 0 if something has come since the last look. */
  long at(long now, long lastHeardNanos) {
    boolean heard = lastHeardNanos != heardNanos;
    silentNanos = heard ? 0 : silentNanos + Math.min(now - lookedNanos, MAX_STEP_NANOS);
    heardNanos = lastHeardNanos;
    lookedNanos = now;
    return silentNanos;
  }
}
