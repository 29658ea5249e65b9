package dev.perennial.agent.sensor;

import dev.perennial.agent.load.LoadMeter;
import dev.perennial.coordinator.aging.Reading;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Which part of the last minute's requests failed, less the part that usually does: an application
 * may answer one in ten with a 500 as long as it lives. A share, so it is the same at any load.
 * Usual is what was so in the last hours; nothing is read while there are few requests.
 */
final class FailuresSensor extends NamedSensor {
  private static final int SAMPLES = 60;
  private static final long LEAST_REQUESTS = 20;

  /** The usual part follows the present one so slowly. */
  private static final double USUAL_SECONDS = 7200;

  private final LoadMeter meter;
  private final LongSupplier nanos;
  private final long[] ended = new long[SAMPLES];
  private final long[] failed = new long[SAMPLES];
  private int oldest;
  private double usual = Double.NaN;
  private long lastNanos;

  /** Makes a sensor; to be read about each second. */
  FailuresSensor(LoadMeter meter, LongSupplier nanos) {
    super("requests.failed", "ratio");
    this.meter = meter;
    this.nanos = nanos;
    this.lastNanos = nanos.getAsLong();
  }

  @Override
  public Optional<Reading> read() {
    long failures = meter.failures();
    long requests = meter.sample().requests();
    long of = requests - ended[oldest];
    double share = Math.min(1, (failures - failed[oldest]) / (double) Math.max(1, of));
    ended[oldest] = requests;
    failed[oldest] = failures;
    oldest = (oldest + 1) % SAMPLES;
    long now = nanos.getAsLong();
    double passed = (now - lastNanos) / 1e9;
    lastNanos = now;
    if (of < LEAST_REQUESTS) {
      return Optional.empty();
    }
    usual =
        Double.isNaN(usual) ? share : usual + (share - usual) * Math.min(1, passed / USUAL_SECONDS);
    return reading(Math.max(0, share - usual), 1);
  }
}
