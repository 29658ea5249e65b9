package dev.perennial.bench.exam.rule;

import dev.perennial.bench.exam.Rule;
import dev.perennial.bench.exam.Sample;
import dev.perennial.coordinator.aging.GcDebt;
import dev.perennial.coordinator.aging.Reading;

/** GC debt as in Netflix's jvmquake with its defaults. */
final class GcDebtRule implements Rule {
  private static final double WEIGHT = 5;
  private static final double THRESHOLD_SECONDS = 30;

  private final GcDebt debt = new GcDebt(WEIGHT, 2 * THRESHOLD_SECONDS);

  @Override
  public Opinion judge(Sample sample) {
    Reading time = sample.of("gc.time");
    return Opinion.of(
        time != null && debt.advance(time.value(), sample.atSeconds()) >= THRESHOLD_SECONDS);
  }
}
