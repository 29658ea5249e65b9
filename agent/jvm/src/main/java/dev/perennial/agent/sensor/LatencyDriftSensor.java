package dev.perennial.agent.sensor;

import dev.perennial.agent.load.Load;
import dev.perennial.agent.load.LoadMeter;
import dev.perennial.coordinator.aging.Reading;
import dev.perennial.coordinator.aging.ResponseDrift;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Response time against that of the young server at the same load. It reads what the load meter has
 * already summed up for the other load sensors: a request costs no more for it.
 */
final class LatencyDriftSensor extends NamedSensor {
  private static final double BUSY_THREADS = 0.75;
  private static final double BUSY_PROCESSORS = 0.8;

  private final LoadMeter meter;
  private final IntSupplier threads;
  private final Sensor processors;
  private final LongSupplier nanos;
  private final long bornNanos;
  private final ResponseDrift drift = new ResponseDrift();

  /**
   * Makes a sensor.
   *
   * @param threads how many requests can be worked on at once, not positive if not known
   * @param processors reads their share in use; its own, as it measures from reading to reading
   */
  LatencyDriftSensor(LoadMeter meter, IntSupplier threads, Sensor processors, LongSupplier nanos) {
    super("latency.drift", "factor");
    this.meter = meter;
    this.threads = threads;
    this.processors = processors;
    this.nanos = nanos;
    this.bornNanos = nanos.getAsLong();
  }

  @Override
  public Optional<Reading> read() {
    Load load = meter.sample();
    double now =
        drift.advance(
            new ResponseDrift.Moment(
                (nanos.getAsLong() - bornNanos) / 1e9,
                load.requestsPerSecond(),
                load.windowRequests(),
                load.inFlight(),
                load.p50Seconds(),
                isSaturated(load)));
    return Double.isNaN(now) ? Optional.empty() : reading(now, NO_LIMIT);
  }

  private boolean isSaturated(Load load) {
    int most = threads.getAsInt();
    boolean crowded = most > 0 && load.inFlight() >= BUSY_THREADS * most;
    return processors.read().map(r -> r.value() >= BUSY_PROCESSORS).orElse(false) || crowded;
  }
}
