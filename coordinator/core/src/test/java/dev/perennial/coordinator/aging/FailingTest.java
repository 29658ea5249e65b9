package dev.perennial.coordinator.aging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.forecast.LivedLevels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients see brings a verdict forward that only waits for its time, and makes none. */
final class FailingTest {
  private static final long SECOND = 1_000_000_000L;

  /**
   * Percent of requests that fail, response time as a factor of the young server's, an indicator's
   * level in percent from the 100th second on, that of earlier lives, and what is said 60 s later;
   * hold time five minutes.
   */
  @ParameterizedTest(name = "{0} % fail, {1} times as slow, {2} at {3} %: {5}")
  @CsvSource({
    "0,   1, threads,        86, 0,  SUSPECT",
    "50,  1, threads,        86, 0,  UNSTABLE",
    "9,   1, threads,        86, 0,  SUSPECT",
    "0,   3, threads,        86, 0,  UNSTABLE",
    "50,  1, buffers.netty,  86, 0,  UNSTABLE",
    "50,  1, threads,        80, 0,  SUSPECT",
    "100, 9, threads,        50, 0,  SUSPECT",
    "50,  1, threads,        86, 88, SUSPECT",
    "50,  1, memory.container, 97, 0, SUSPECT",
    "50,  1, load.requests,  99, 0,  SUSPECT",
    "50,  1, gc.overhead,    35, 0,  SUSPECT",
    "50,  1, heap.live,      86, 0,  UNSTABLE"
  })
  void whatClientsSeeBringsItForward(
      double failed, double slow, String indicator, double level, double lived, Verdict expected) {
    LivedLevels earlier =
        new LivedLevels(lived == 0 ? List.of() : List.of(Map.of(indicator, lived / 100)));
    Judge judge = new Judge(JudgeSettings.defaults(), earlier);
    Judgement judgement = null;
    for (long second = 0; second <= 160; second++) {
      List<Reading> readings = new ArrayList<>();
      readings.add(new Reading("requests.failed", failed / 100, 1, "ratio"));
      readings.add(new Reading("latency.drift", slow, 0, "factor"));
      readings.add(new Reading(indicator, second < 100 ? 30 : level, 100, "unit"));
      judgement = judge.judge(readings, second * SECOND);
    }

    assertThat(judgement).isNotNull();
    assertThat(judgement.verdict()).as(judgement.reason()).isEqualTo(expected);
    if (expected == Verdict.UNSTABLE) {
      assertThat(judgement.reason())
          .contains(failed >= 10 ? ", and requests fail" : ", and responses take much longer");
    }
  }

  /** Seconds for which requests fail, before they do not any more. */
  @ParameterizedTest
  @CsvSource({"29, SUSPECT", "31, UNSTABLE"})
  void aMomentOfFailuresIsNoReason(int seconds, Verdict worst) {
    Judge judge = new Judge(JudgeSettings.defaults());
    Verdict seen = Verdict.STABLE;
    for (long second = 0; second <= 120; second++) {
      double failed = second >= 20 && second < 20 + seconds ? 1 : 0;
      seen =
          seen.worse(
              judge
                  .judge(
                      List.of(
                          new Reading("requests.failed", failed, 1, "ratio"),
                          new Reading("files", 86, 100, "files")),
                      second * SECOND)
                  .verdict());
    }

    assertThat(seen).isEqualTo(worst);
  }
}
