package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * In which part of the last minute's seconds an OutOfMemoryError was made by code, and not by the
 * JVM itself: by the JDK, which refuses a direct buffer or a mapped file, by Netty, or by an
 * application. One says little, as somebody may have asked for too much; that they go on says that
 * requests fail.
 */
final class RefusalsSensor extends NamedSensor {
  private static final int SECONDS = 60;
  private static final long SECOND_NANOS = 1_000_000_000L;

  private final LongSupplier count;
  private final LongSupplier nanos;
  private final long bornNanos;
  private final boolean[] refused = new boolean[SECONDS];
  private long second;
  private long seen;

  /**
   * Makes a sensor; to be read about each second.
   *
   * @param count of such errors since the JVM started
   */
  RefusalsSensor(LongSupplier count, LongSupplier nanos) {
    super("memory.refusals", "ratio");
    this.count = count;
    this.nanos = nanos;
    this.bornNanos = nanos.getAsLong();
    this.seen = count.getAsLong();
  }

  @Override
  public Optional<Reading> read() {
    long now = (nanos.getAsLong() - bornNanos) / SECOND_NANOS;
    for (long passed = Math.max(second + 1, now - SECONDS + 1); passed <= now; passed++) {
      refused[(int) (passed % SECONDS)] = false;
    }
    second = Math.max(second, now);
    long errors = count.getAsLong();
    if (errors > seen) {
      refused[(int) (second % SECONDS)] = true;
    }
    seen = errors;
    int seconds = 0;
    for (boolean one : refused) {
      seconds += one ? 1 : 0;
    }
    return reading((double) seconds / SECONDS, 1);
  }
}
