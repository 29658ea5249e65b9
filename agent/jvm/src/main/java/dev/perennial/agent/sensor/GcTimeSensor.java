package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.util.Optional;

/** The time that collections stopped the application since the JVM started. */
final class GcTimeSensor extends NamedSensor {
  private final Pauses pauses;

  GcTimeSensor(Pauses pauses) {
    super("gc.time", "seconds");
    this.pauses = pauses;
  }

  @Override
  public Optional<Reading> read() {
    return reading(pauses.seconds(), NO_LIMIT);
  }
}
