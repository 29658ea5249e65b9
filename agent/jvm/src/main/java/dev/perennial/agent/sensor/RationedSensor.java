package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Reads a costly sensor seldom enough that it takes no more than a small part of the time, and
 * repeats the last value meanwhile: counting 50,000 open files takes milliseconds. What is repeated
 * for long looks like growth that has stopped: so no value is repeated for longer than 15 s, unless
 * it takes more than a part in 100 of these. What it takes is its thread's processor time where
 * that is known: on a busy machine a reading may wait for a processor, which costs nothing.
 */
final class RationedSensor extends NamedSensor {
  /** A part in so many of the time, by default. */
  static final long SHARE = 5_000;

  private static final long LONGEST_NANOS = 15_000_000_000L;

  /** A part in so many of the time is never exceeded. */
  private static final long MOST_SHARE = 100;

  private final Sensor costly;
  private final long leastNanos;
  private final long share;
  private final LongSupplier nanos;
  private final LongSupplier spent;
  private Optional<Reading> last = Optional.empty();
  private boolean read;
  private long notBefore;

  /**
   * Makes a sensor.
   *
   * @param least never read it more often than this
   * @param share it takes no more than a part in so many of the time, where 15 s are enough for
   *     that
   * @param spent nanoseconds that the reading thread has spent so far
   */
  RationedSensor(
      Sensor costly, Duration least, long share, LongSupplier nanos, LongSupplier spent) {
    super(costly.name(), costly.unit());
    this.costly = costly;
    this.leastNanos = least.toNanos();
    this.share = share;
    this.nanos = nanos;
    this.spent = spent;
  }

  /** Returns what tells the processor time of the calling thread, or the clock if nothing does. */
  static LongSupplier spent(ThreadMXBean threads, LongSupplier nanos) {
    if (!threads.isCurrentThreadCpuTimeSupported()) {
      return nanos;
    }
    return () -> {
      long cpu = threads.getCurrentThreadCpuTime();
      return cpu < 0 ? nanos.getAsLong() : cpu;
    };
  }

  @Override
  public Optional<Reading> read() {
    long begin = nanos.getAsLong();
    if (read && begin - notBefore < 0) {
      return last;
    }
    long before = spent.getAsLong();
    last = costly.read();
    read = true;
    notBefore = begin + pauseNanos(spent.getAsLong() - before);
    return last;
  }

  private long pauseNanos(long tookNanos) {
    long longest = Math.max(LONGEST_NANOS, tookNanos * MOST_SHARE);
    return Math.max(leastNanos, Math.min(tookNanos * share, longest));
  }
}
