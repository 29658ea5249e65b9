package dev.perennial.bench.exam.scene;

import dev.perennial.bench.exam.Run;
import dev.perennial.bench.exam.Sample;
import dev.perennial.bench.exam.Trace;
import dev.perennial.coordinator.aging.Reading;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A scene, a sample each second.
 *
 * @param agingSinceSeconds NaN if it is healthy
 * @param endSeconds of the scene; where it ages, the latest moment at which an alarm is of use
 * @param story makes the readings of each second, in order; each run has a new one
 */
record Scene(
    String name,
    double agingSinceSeconds,
    int endSeconds,
    String agingIndicator,
    Supplier<IntFunction<List<Reading>>> story)
    implements Trace {
  @Override
  public boolean isAging() {
    return !Double.isNaN(agingSinceSeconds);
  }

  @Override
  public double exhaustedAtSeconds() {
    return isAging() ? endSeconds : Double.NaN;
  }

  @Override
  public Run run() {
    return new Run() {
      private IntFunction<List<Reading>> readings = story.get();
      private int began;
      private int at;

      @Override
      public boolean hasNext() {
        return at < endSeconds;
      }

      @Override
      public Sample next() {
        at++;
        return new Sample(at, readings.apply(at - began));
      }

      @Override
      public void renew() {
        began = at;
        readings = story.get();
      }
    };
  }
}
