package dev.perennial.agent.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Counts and times requests. {@link #started} and {@link #ended} are called on the request's path:
 * they take no lock and allocate nothing, and are striped by thread. {@link #sample} is for one
 * reader or a few, about once a second. Thread-safe.
 */
public final class LoadMeter {
  /** The window: so many slots of about a second. */
  static final int SLOTS = 10;

  private static final long SLOT_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** A reader that comes a little early still turns to the next slot. */
  private static final long EARLY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private static final int STRIPES = 4;

  /** Cells of one stripe lie two cache lines apart (128 bytes of 8-byte cells). */
  private static final int PAD = 16;

  /** Latencies are kept in microseconds, from 1 to 10 minutes; longer ones count as 10 minutes. */
  private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(10);

  private static final int DIGITS = 2;

  private final LongSupplier nanos;
  private final AtomicLongArray started = new AtomicLongArray(STRIPES * PAD);
  private final AtomicLongArray ended = new AtomicLongArray(STRIPES * PAD);
  private final AtomicLong failed = new AtomicLong();
  private final Recorder[] recorders = new Recorder[STRIPES];

  // Guarded by "this": the reader's side.
  private final Histogram[] recycled = new Histogram[STRIPES];
  private final Histogram[] slots = new Histogram[SLOTS];
  private final long[] slotNanos = new long[SLOTS];
  private final Histogram window = new Histogram(1, MAX_MICROS, DIGITS);
  private int next;
  private long lastNanos;
  private Load last = new Load(0, 0, 0, 0, 0, 0, 0);

  /**
   * Makes a meter.
   *
   * @param nanos a clock such as {@link System#nanoTime}
   */
  public LoadMeter(LongSupplier nanos) {
    this.nanos = nanos;
    for (int i = 0; i < STRIPES; i++) {
      recorders[i] = new Recorder(MAX_MICROS, DIGITS);
      recycled[i] = recorders[i].getIntervalHistogram();
    }
    for (int i = 0; i < SLOTS; i++) {
      slots[i] = new Histogram(1, MAX_MICROS, DIGITS);
    }
    lastNanos = nanos.getAsLong();
  }

  /** A request begins. */
  public void started() {
    started.getAndIncrement(stripe() * PAD);
  }

  /**
   * A request that was counted by {@link #started} is over; may be called on another thread.
   *
   * @param latencyNanos how long it took
   */
  public void ended(long latencyNanos) {
    int stripe = stripe();
    long micros = latencyNanos / 1000;
    recorders[stripe].recordValue(micros < 0 ? 0 : Math.min(micros, MAX_MICROS));
    ended.getAndIncrement(stripe * PAD);
  }

  /** A request that has ended had failed. */
  public void failed() {
    failed.getAndIncrement();
  }

  /** Returns how many have failed since the start of this life. */
  public long failures() {
    return failed.get();
  }

  private static int stripe() {
    return (int) (Thread.currentThread().getId() & (STRIPES - 1));
  }

  /** Returns the load; the rate and the latencies are renewed once a second at most. */
  public synchronized Load sample() {
    long now = nanos.getAsLong();
    if (now - lastNanos >= SLOT_NANOS - EARLY_NANOS) {
      turn(now);
    }
    // Ended before started: what ends meanwhile must not make the difference negative.
    long out = sum(ended);
    long in = sum(started);
    last =
        new Load(
            Math.max(0, in - out),
            out,
            last.requestsPerSecond(),
            last.windowRequests(),
            last.p50Seconds(),
            last.p99Seconds(),
            last.maxSeconds());
    return last;
  }

  /** Fills the oldest slot with what came since the last turn, and sums the window up. */
  private void turn(long now) {
    Histogram slot = slots[next];
    slot.reset();
    for (int i = 0; i < STRIPES; i++) {
      recycled[i] = recorders[i].getIntervalHistogram(recycled[i]);
      if (recycled[i].getTotalCount() > 0) {
        slot.add(recycled[i]);
      }
    }
    slotNanos[next] = now - lastNanos;
    next = (next + 1) % SLOTS;
    lastNanos = now;

    window.reset();
    long spanNanos = 0;
    for (int i = 0; i < SLOTS; i++) {
      spanNanos += slotNanos[i];
      if (slots[i].getTotalCount() > 0) {
        window.add(slots[i]);
      }
    }
    long count = window.getTotalCount();
    last =
        new Load(
            0,
            0,
            spanNanos > 0 ? count * 1e9 / spanNanos : 0,
            count,
            seconds(window.getValueAtPercentile(50)),
            seconds(window.getValueAtPercentile(99)),
            seconds(window.getMaxValue()));
  }

  private static double seconds(long micros) {
    return micros / 1e6;
  }

  private static long sum(AtomicLongArray cells) {
    long sum = 0;
    for (int i = 0; i < STRIPES; i++) {
      sum += cells.get(i * PAD);
    }
    return sum;
  }
}
