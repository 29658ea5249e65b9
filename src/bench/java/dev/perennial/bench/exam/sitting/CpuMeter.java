package dev.perennial.bench.exam.sitting;

import dev.perennial.bench.exam.Rule;
import dev.perennial.bench.exam.Run;
import dev.perennial.bench.exam.Sample;
import dev.perennial.bench.exam.Trace;
import dev.perennial.bench.exam.rule.Candidate;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;

/** Measures what a rule costs, over a trace with a sample each second. */
final class CpuMeter {
  private static final int CHUNK = 2_000;

  private CpuMeter() {}

  /** Returns nanoseconds of CPU a sample, the mean of the trace's second half. */
  static double nanosASample(Candidate candidate, Trace trace, int samples) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Rule rule = candidate.begin().get();
    Run run = trace.run();
    long nanos = 0;
    int measured = 0;
    for (int done = 0; done < samples && run.hasNext(); done += CHUNK) {
      List<Sample> chunk = new ArrayList<>(CHUNK);
      while (chunk.size() < CHUNK && run.hasNext()) {
        chunk.add(run.next());
      }
      long before = threads.getCurrentThreadCpuTime();
      for (Sample sample : chunk) {
        if (rule.judge(sample).alarm() && sample.atSeconds() < 0) {
          throw new AssertionError("so that the call is not optimised away");
        }
      }
      if (done >= samples / 2) {
        nanos += threads.getCurrentThreadCpuTime() - before;
        measured += chunk.size();
      }
    }
    return (double) nanos / measured;
  }
}
