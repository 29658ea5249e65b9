package dev.perennial.coordinator.aging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of native memory size is no aging, and growth is, however slow. */
final class SlowNativeLeakTest {
  private static final double DAY = 86400;
  private static final int STEP_SECONDS = 70;

  /** Levels at the beginning and at the end of some days, with load and noise on top. */
  @ParameterizedTest(name = "from {0} to {1} in {2} days: {3}")
  @CsvSource({"0.50, 0.97, 16, CRITICAL", "0.90, 0.90, 3, SUSPECT"})
  void weeksAreEnough(double begin, double end, int days, Verdict worst) {
    Random noise = new Random(1);
    Judge judge = new Judge(JudgeSettings.defaults());
    Verdict found = Verdict.STABLE;
    for (long at = STEP_SECONDS; at <= days * DAY; at += STEP_SECONDS) {
      double load = 50 + 40 * Math.sin(2 * Math.PI * at / DAY);
      double level =
          begin + (end - begin) * at / (days * DAY) + load / 3000 + 0.003 * noise.nextGaussian();
      List<Reading> readings =
          List.of(
              new Reading("load.rate", load, 0, "requests/second"),
              new Reading("memory.native", level * 1e9, 1e9, "bytes"));
      found = found.worse(judge.judge(readings, at * 1_000_000_000L).verdict());
    }

    assertThat(found).isEqualTo(worst);
  }
}
