package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.util.Optional;

/** Reads one aging indicator. Cheap; called by one thread at a time. */
public interface Sensor {
  /** Returns the indicator's name, such as "heap.live". */
  String name();

  /** Returns the unit of value and limit, such as "bytes". */
  String unit();

  /** Returns the value now, or nothing if this JVM does not have it, or not yet. */
  Optional<Reading> read();
}
