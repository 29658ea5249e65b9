package dev.perennial.bench.exam.sitting;

import dev.perennial.bench.exam.Sample;
import dev.perennial.bench.exam.Trace;
import dev.perennial.coordinator.aging.Reading;

/**
 * How often what runs out was measured since it began to. A heap is after some collections only: of
 * one that was looked through once or never, no rule can know. Confined to one thread.
 */
final class Measurements {
  /** So many show that something grows. */
  private static final int TO_ALARM = 2;

  /** So many show how fast, and whether evenly. */
  private static final int TO_FORECAST = 3;

  private final String indicator;
  private final double since;
  private final double halfAt;
  private final double dueAt;
  private double last = Double.NaN;
  private int byHalf;
  private int whenDue;

  Measurements(Trace trace) {
    this.indicator = trace.agingIndicator();
    this.since = trace.agingSinceSeconds();
    double end = trace.exhaustedAtSeconds();
    this.halfAt = (since + end) / 2;
    this.dueAt = end - Outcome.dueSeconds(end - since);
  }

  void look(Sample sample) {
    double at = sample.atSeconds();
    for (Reading reading : sample.readings()) {
      if (reading.indicator().equals(indicator) && reading.value() != last) {
        last = reading.value();
        byHalf += at >= since && at <= halfAt ? 1 : 0;
        whenDue += at >= since && at <= dueAt ? 1 : 0;
      }
    }
  }

  /** Returns whether an alarm could be had in time; so of what nobody told the indicator of. */
  boolean tellInTime() {
    return indicator.isEmpty() || whenDue >= TO_ALARM;
  }

  /** Returns whether there was anything to forecast by at half of its life. */
  boolean tellByHalf() {
    return indicator.isEmpty() || byHalf >= TO_FORECAST;
  }
}
