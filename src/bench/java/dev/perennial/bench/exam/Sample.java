package dev.perennial.bench.exam;

import dev.perennial.coordinator.aging.Reading;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the sensors read at one moment. Names and units are the agent's; besides there is {@link
 * #HEAP_USED}, which the agent does not judge and some rules go by.
 *
 * @param atSeconds since the trace began; goes on when a server begins a new life
 * @param readings one of each indicator; not changed by anybody
 */
public record Sample(double atSeconds, List<Reading> readings) {
  /** Name of the heap in use, garbage included; bytes, of the largest heap possible. */
  public static final String HEAP_USED = "heap.used";

  /** Returns the reading of an indicator, or null if there is none. */
  public @Nullable Reading of(String indicator) {
    for (Reading reading : readings) {
      if (reading.indicator().equals(indicator)) {
        return reading;
      }
    }
    return null;
  }
}
