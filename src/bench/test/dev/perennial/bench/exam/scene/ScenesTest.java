package dev.perennial.bench.exam.scene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.bench.exam.Rule;
import dev.perennial.bench.exam.Run;
import dev.perennial.bench.exam.Scenario;
import dev.perennial.bench.exam.Trace;
import dev.perennial.bench.exam.rule.Candidate;
import org.junit.jupiter.api.Test;

/** The scenes are the same each time, and the judge does with them what its rules are for. */
final class ScenesTest {
  private static final int SEEDS = 12;

  private static boolean isAlarmed(Trace trace) {
    Rule rule =
        Candidate.all().stream()
            .filter(c -> c.name().equals(Candidate.OURS))
            .findFirst()
            .orElseThrow()
            .begin()
            .get();
    boolean alarmed = false;
    for (Run run = trace.run(); run.hasNext() && !alarmed; ) {
      alarmed = rule.judge(run.next()).alarm();
    }
    return alarmed;
  }

  @Test
  void whatEndsIsFoundAndWhatFillsIsLeftAlone() {
    for (Scenario scenario : Scenes.all()) {
      for (int seed = 0; seed < SEEDS; seed++) {
        Trace trace = scenario.traces().apply(seed);

        assertThat(isAlarmed(trace)).as(trace.name()).isEqualTo(scenario.aging());
      }
    }
  }

  @Test
  void eachRunIsTheSame() {
    for (Scenario scenario : Scenes.all()) {
      Run first = scenario.traces().apply(3).run();
      Run second = scenario.traces().apply(3).run();
      while (first.hasNext()) {
        assertThat(second.next()).isEqualTo(first.next());
      }
      assertThat(second.hasNext()).isFalse();
    }
  }
}
