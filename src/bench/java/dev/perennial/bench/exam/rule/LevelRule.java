package dev.perennial.bench.exam.rule;

import dev.perennial.bench.exam.Rule;
import dev.perennial.bench.exam.Sample;
import dev.perennial.coordinator.aging.Reading;
import java.util.Arrays;
import java.util.List;

/** Alarms when one of some indicators has been at a level for a while without a break. */
final class LevelRule implements Rule {
  private final double level;
  private final double holdSeconds;
  private final List<String> indicators;
  private final double[] since;

  LevelRule(double level, double holdSeconds, String... indicators) {
    this.level = level;
    this.holdSeconds = holdSeconds;
    this.indicators = List.of(indicators);
    this.since = new double[indicators.length];
    Arrays.fill(since, Double.NaN);
  }

  @Override
  public Opinion judge(Sample sample) {
    boolean alarm = false;
    for (int i = 0; i < since.length; i++) {
      Reading reading = sample.of(indicators.get(i));
      if (reading == null || reading.level() < level) {
        since[i] = Double.NaN;
      } else if (Double.isNaN(since[i])) {
        since[i] = sample.atSeconds();
      }
      alarm |= sample.atSeconds() - since[i] >= holdSeconds;
    }
    return Opinion.of(alarm);
  }
}
