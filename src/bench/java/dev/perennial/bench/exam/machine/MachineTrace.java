package dev.perennial.bench.exam.machine;

import dev.perennial.bench.exam.Run;
import dev.perennial.bench.exam.Sample;
import dev.perennial.bench.exam.Trace;
import java.util.List;

/**
 * What one machine or system was measured at. It ages from some moment to its last sample, or not
 * at all.
 *
 * @param name such as "m_1000"
 * @param samples in the order of time, not empty
 * @param agingSinceSeconds since when it ages, NaN if its memory was not exhausted in the end
 * @param collapsedAtSeconds when its response time collapsed, NaN if never or if nobody measured it
 */
record MachineTrace(
    String name, List<Sample> samples, double agingSinceSeconds, double collapsedAtSeconds)
    implements Trace {
  /** Memory is judged as the memory of a container is: what is full there is killed. */
  static final String INDICATOR = "memory.container";

  @Override
  public boolean isAging() {
    return !Double.isNaN(agingSinceSeconds);
  }

  @Override
  public double exhaustedAtSeconds() {
    return isAging() ? samples.get(samples.size() - 1).atSeconds() : Double.NaN;
  }

  @Override
  public String agingIndicator() {
    return isAging() ? INDICATOR : "";
  }

  @Override
  public Run run() {
    return Run.replayed(samples);
  }
}
