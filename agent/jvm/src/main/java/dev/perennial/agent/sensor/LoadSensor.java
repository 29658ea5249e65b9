package dev.perennial.agent.sensor;

import dev.perennial.agent.load.Load;
import dev.perennial.agent.load.LoadMeter;
import dev.perennial.coordinator.aging.Reading;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.function.ToDoubleFunction;

/** One figure of the operational load. */
final class LoadSensor extends NamedSensor {
  private final LoadMeter meter;
  private final ToDoubleFunction<Load> value;
  private final IntSupplier limit;

  private LoadSensor(
      String name, String unit, LoadMeter meter, ToDoubleFunction<Load> value, IntSupplier limit) {
    super(name, unit);
    this.meter = meter;
    this.value = value;
    this.limit = limit;
  }

  /**
   * Requests in flight.
   *
   * @param threads how many can be worked on at once, not positive if not known
   */
  static LoadSensor requests(LoadMeter meter, IntSupplier threads) {
    return new LoadSensor("load.requests", "requests", meter, Load::inFlight, threads);
  }

  /** Requests that have ended in this life. */
  static LoadSensor served(LoadMeter meter) {
    return new LoadSensor("load.served", "requests", meter, Load::requests, () -> 0);
  }

  /** Requests per second. */
  static LoadSensor rate(LoadMeter meter) {
    return new LoadSensor("load.rate", "requests/second", meter, Load::requestsPerSecond, () -> 0);
  }

  /** What 99 in 100 requests took at most; nothing while there are none. */
  static LoadSensor latency(LoadMeter meter) {
    return new LoadSensor(
        "load.latency.p99",
        "seconds",
        meter,
        load -> load.windowRequests() > 0 ? load.p99Seconds() : Double.NaN,
        () -> 0);
  }

  @Override
  public Optional<Reading> read() {
    double now = value.applyAsDouble(meter.sample());
    return Double.isNaN(now) ? Optional.empty() : reading(now, limit.getAsInt());
  }
}
