package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.util.Optional;

/** What all sensors have in common. */
abstract class NamedSensor implements Sensor {
  /** Stands for a limit where there is none. */
  static final long NO_LIMIT = 0;

  private final String name;
  private final String unit;

  NamedSensor(String name, String unit) {
    this.name = name;
    this.unit = unit;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String unit() {
    return unit;
  }

  /** Returns a reading; a limit that is not positive is none. */
  final Optional<Reading> reading(double value, double limit) {
    return Optional.of(new Reading(name, value, Math.max(limit, NO_LIMIT), unit));
  }

  /** Returns a reading of whole numbers. */
  final Optional<Reading> reading(long value, long limit) {
    return reading((double) value, (double) limit);
  }
}
