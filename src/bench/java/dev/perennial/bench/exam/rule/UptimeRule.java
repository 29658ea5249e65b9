package dev.perennial.bench.exam.rule;

import dev.perennial.bench.exam.Rule;
import dev.perennial.bench.exam.Sample;
import dev.perennial.coordinator.aging.Reading;

/** A restart each day. */
final class UptimeRule implements Rule {
  private static final double MAX_SECONDS = 86400;

  @Override
  public Opinion judge(Sample sample) {
    Reading uptime = sample.of("uptime");
    return Opinion.of(uptime != null && uptime.value() >= MAX_SECONDS);
  }
}
