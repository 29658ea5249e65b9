package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * The memory that this process has in RAM, as ps and process managers count it; of what the
 * container, or else the machine, has. Judged only where an operator has set the most.
 */
final class ProcessMemorySensor extends NamedSensor {
  private final ProcessFiles files;
  private final LongSupplier limit;

  /**
   * @param limit bytes; not positive if not known
   */
  ProcessMemorySensor(ProcessFiles files, LongSupplier limit) {
    super("memory.process", "bytes");
    this.files = files;
    this.limit = limit;
  }

  @Override
  public Optional<Reading> read() {
    OptionalLong bytes = files.residentBytes();
    return bytes.isPresent() ? reading(bytes.getAsLong(), limit.getAsLong()) : Optional.empty();
  }
}
