package dev.perennial.agent.sensor;

import dev.perennial.coordinator.aging.Reading;
import java.lang.management.ClassLoadingMXBean;
import java.util.Optional;

/** Loaded classes. */
final class ClassesSensor extends NamedSensor {
  private final ClassLoadingMXBean classes;

  ClassesSensor(ClassLoadingMXBean classes) {
    super("classes", "classes");
    this.classes = classes;
  }

  @Override
  public Optional<Reading> read() {
    return reading(classes.getLoadedClassCount(), NO_LIMIT);
  }
}
