package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Reads a costly sensor seldom enough that it takes no more than a small part of the time, and
 * repeats the last value meanwhile: counting 50,000 open files takes milliseconds. What is repeated
 * for long looks like growth that has stopped, and on a busy machine a reading may wait for a
 * processor, which costs nothing: so no value is repeated for longer than 15 s, unless it takes
 * more than a part in 100 of these.
 */
final class RationedSensor extends NamedSensor {
  /** A part in so many of the time, by default. */
  private static final long SHARE = 5_000;

  private static final long LONGEST_NANOS = 15_000_000_000L;

  /** A part in so many of the time is never exceeded. */
  private static final long MOST_SHARE = 100;

  private final Sensor costly;
  private final long leastNanos;
  private final long share;
  private final LongSupplier nanos;
  private Optional<Reading> last = Optional.empty();
  private boolean read;
  private long notBefore;

  /**
   * Makes a sensor that takes a part in 5,000 of the time, where 15 s are enough for that.
   *
   * @param least never read it more often than this
   */
  RationedSensor(Sensor costly, Duration least, LongSupplier nanos) {
    this(costly, least, SHARE, nanos);
  }

  /**
   * Makes a sensor.
   *
   * @param least never read it more often than this
   * @param share it takes no more than a part in so many of the time, where 15 s are enough for
   *     that
   */
  RationedSensor(Sensor costly, Duration least, long share, LongSupplier nanos) {
    super(costly.name(), costly.unit());
    this.costly = costly;
    this.leastNanos = least.toNanos();
    this.share = share;
    this.nanos = nanos;
  }

  @Override
  public Optional<Reading> read() {
    long begin = nanos.getAsLong();
    if (read && begin - notBefore < 0) {
      return last;
    }
    last = costly.read();
    long end = nanos.getAsLong();
    read = true;
    notBefore = begin + pauseNanos(end - begin);
    return last;
  }

  private long pauseNanos(long tookNanos) {
    long longest = Math.max(LONGEST_NANOS, tookNanos * MOST_SHARE);
    return Math.max(leastNanos, Math.min(tookNanos * share, longest));
  }
}
