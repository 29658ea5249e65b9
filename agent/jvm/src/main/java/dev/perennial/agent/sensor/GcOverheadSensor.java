package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The share of wall time that collections stopped the application, over about the last minute if it
 * is read once a second. Read less often, the window is longer.
 */
final class GcOverheadSensor extends NamedSensor {
  private static final int SAMPLES = 60;

  private final Pauses pauses;
  private final LongSupplier nanos;
  private final double[] pausedSeconds = new double[SAMPLES];
  private final long[] atNanos = new long[SAMPLES];
  private int oldest;

  GcOverheadSensor(Pauses pauses, LongSupplier nanos) {
    super("gc.overhead", "ratio");
    this.pauses = pauses;
    this.nanos = nanos;
    java.util.Arrays.fill(pausedSeconds, pauses.seconds());
    java.util.Arrays.fill(atNanos, nanos.getAsLong());
  }

  @Override
  public Optional<Reading> read() {
    double paused = pauses.seconds();
    long now = nanos.getAsLong();
    double wall = (now - atNanos[oldest]) / 1e9;
    double share = wall > 0 ? (paused - pausedSeconds[oldest]) / wall : 0;
    pausedSeconds[oldest] = paused;
    atNanos[oldest] = now;
    oldest = (oldest + 1) % SAMPLES;
    return reading(Math.min(1, Math.max(0, share)), 1);
  }
}
