package dev.perennial.bench.exam.recording;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.bench.exam.Run;
import dev.perennial.bench.exam.Sample;
import dev.perennial.bench.exam.Trace;
import dev.perennial.coordinator.aging.Judge;
import dev.perennial.coordinator.aging.JudgeSettings;
import dev.perennial.coordinator.aging.Reading;
import dev.perennial.coordinator.aging.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** The end of a real JVM, as it was recorded. */
final class SpiralRecordingTest {
  private static final Path RECORDINGS = Path.of("recordings");
  private static final double WINDOW_SECONDS = 8;
  private static final double NOTHING_ELSE = 0.9;
  private static final double LATEST_SECONDS = 15;

  /** Nine tenths of eight seconds, as the guard has it. */
  private static double collectsAllTheTimeAt(Trace trace) {
    Deque<double[]> window = new ArrayDeque<>();
    for (Run run = trace.run(); run.hasNext(); ) {
      Sample sample = run.next();
      Reading collected = sample.of("gc.time");
      if (collected == null) {
        continue;
      }
      window.add(new double[] {sample.atSeconds(), collected.value()});
      while (window.size() > 2 && window.getFirst()[0] < sample.atSeconds() - WINDOW_SECONDS) {
        window.removeFirst();
      }
      double passed = sample.atSeconds() - window.getFirst()[0];
      if (passed >= WINDOW_SECONDS / 2
          && collected.value() - window.getFirst()[1] >= NOTHING_ELSE * passed) {
        return sample.atSeconds();
      }
    }
    return Double.NaN;
  }

  private static double criticalAt(Trace trace) {
    Judge judge = new Judge(JudgeSettings.defaults());
    for (Run run = trace.run(); run.hasNext(); ) {
      Sample sample = run.next();
      Verdict verdict =
          judge.judge(sample.readings(), Math.round(sample.atSeconds() * 1e9)).verdict();
      if (verdict == Verdict.CRITICAL) {
        return sample.atSeconds();
      }
    }
    return Double.NaN;
  }

  @Test
  void shenandoahsSpiralIsCriticalSoonAfterNothingButCollectionsRuns() throws IOException {
    Trace trace =
        RecordedTrace.read(
            RECORDINGS.resolve("spiral-jdk17-shenandoah-aging.csv.gz"), "recorded spiral");
    double since = collectsAllTheTimeAt(trace);

    assertThat(since).isPositive();
    assertThat(criticalAt(trace) - since).isBetween(0.0, LATEST_SECONDS);
  }

  @Test
  void aCacheThatFillsIsLeftAlone() throws IOException {
    for (String collector : new String[] {"serial", "parallel", "g1", "z"}) {
      String name = "cache-jdk17-" + collector + "-healthy";
      Trace trace = RecordedTrace.read(RECORDINGS.resolve(name + ".csv.gz"), name);
      Judge judge = new Judge(JudgeSettings.defaults());
      for (Run run = trace.run(); run.hasNext(); ) {
        Sample sample = run.next();
        Verdict verdict =
            judge.judge(sample.readings(), Math.round(sample.atSeconds() * 1e9)).verdict();
        assertThat(verdict).as(name).isLessThan(Verdict.UNSTABLE);
      }
    }
  }
}
