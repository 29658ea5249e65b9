package dev.perennial.coordinator.aging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CollectionsJudgeTest {
  /**
   * After a calm minute collections take a share of the time, in a heap that lives by a part: how
   * many seconds later it is CRITICAL, -1 for not within five minutes.
   */
  @ParameterizedTest(name = "{0} of the time, {1} of the heap: {2} s")
  @CsvSource({
    "1.00, 0.95, 10",
    "0.95, 0.95, 11",
    "0.90, 0.95, 12",
    "0.80, 0.95, 14",
    "0.60, 0.95, 22",
    "0.24, 0.95, -1",
    "1.00, 0.89, 31",
    "0.95, 0.50, 43",
    "0.80, 0.50, -1",
    "1.00, NaN, 31"
  })
  void aFullHeapIsLostSoon(double share, double heap, int seconds) {
    CollectionsJudge judge = new CollectionsJudge(JudgeSettings.defaults());
    double collected = 0;
    int critical = -1;
    for (int at = -60; at <= 300 && critical < 0; at++) {
      collected += at > 0 ? share : 0.01;
      Verdict verdict =
          judge.judge(new Reading("gc.time", collected, 0, "seconds"), heap, at).verdict();
      critical = verdict == Verdict.CRITICAL ? at : -1;
    }

    assertThat(critical).isEqualTo(seconds);
  }

  /** As in a compiler: some seconds of each minute. */
  @ParameterizedTest(name = "{0} s of each minute")
  @CsvSource({"4, STABLE", "9, STABLE", "14, CRITICAL"})
  void burstsArePaidBack(int burst, Verdict worst) {
    CollectionsJudge judge = new CollectionsJudge(JudgeSettings.defaults());
    double collected = 0;
    Verdict found = Verdict.STABLE;
    for (int at = 0; at <= 600; at++) {
      collected += at % 60 < burst ? 1 : 0;
      found =
          found.worse(
              judge.judge(new Reading("gc.time", collected, 0, "seconds"), 0.95, at).verdict());
    }

    assertThat(found).isEqualTo(worst);
  }
}
