package dev.perennial.bench.exam.machine;

import dev.perennial.bench.exam.Sample;
import dev.perennial.coordinator.aging.Reading;
import java.util.ArrayList;
import java.util.List;

/**
 * A leak on top of what a real machine did: its memory, made smaller, and even growth from a day
 * and a half on until both together are full. It shows what it costs to leave real machines alone.
 */
final class PlantedLeak {
  /** Part of the real level that is kept, so that there is room for a leak. */
  private static final double KEPT = 0.7;

  private static final double SINCE_SECONDS = 1.5 * 86400;
  private static final double FULL = 100;

  private PlantedLeak() {}

  /**
   * Returns the machine with a leak.
   *
   * @param lifeSeconds in which the leak fills what the machine leaves free on the average
   */
  static MachineTrace in(MachineTrace machine, double lifeSeconds) {
    double mean =
        machine.samples().stream()
            .mapToDouble(s -> s.readings().get(0).value())
            .average()
            .orElse(0);
    List<Sample> samples = new ArrayList<>();
    for (Sample sample : machine.samples()) {
      double at = sample.atSeconds();
      double leaked = (FULL - KEPT * mean) * Math.max(0, at - SINCE_SECONDS) / lifeSeconds;
      double level = Math.min(FULL, KEPT * sample.readings().get(0).value() + leaked);
      samples.add(
          new Sample(at, List.of(new Reading(MachineTrace.INDICATOR, level, FULL, "percent"))));
      if (level >= FULL) {
        break;
      }
    }
    return new MachineTrace(machine.name() + ", leaking", samples, SINCE_SECONDS, Double.NaN);
  }
}
