package dev.perennial.coordinator.aging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A start that fills something is told from a leak by whether it ends. */
final class YoungFillingTest {
  private static final double LIMIT = 128e6;
  private static final double BEGIN = 0.1;

  /**
   * From a tenth of the limit up to a level within some seconds, evenly, then level for ten
   * minutes, read each so many seconds.
   */
  @ParameterizedTest(name = "{0} to {1} in {2} s, read each {3} s: {4}")
  @CsvSource({
    "heap.live, 0.55, 240, 1, false",
    "heap.live, 0.55, 240, 20, false",
    "heap.live, 0.74, 480, 1, false",
    "heap.live, 0.74, 480, 10, false",
    "heap.live, 0.74, 800, 10, false",
    "memory.native, 0.74, 480, 1, false",
    "metaspace, 0.74, 480, 1, false",
    "heap.live, 1.00, 240, 2, true",
    "heap.live, 1.00, 480, 2, true",
    "heap.live, 1.00, 480, 12, true",
    "memory.native, 1.00, 480, 1, true",
    "threads, 1.00, 480, 1, true"
  })
  void whatStopsIsAFilling(String name, double end, double seconds, int every, boolean unstable) {
    Random noise = new Random(1);
    Judge judge = new Judge(JudgeSettings.defaults());
    Verdict worst = Verdict.STABLE;
    double shown = BEGIN;
    for (int at = 1; at <= (unstable ? seconds : seconds + 600); at++) {
      if (at % every == 0) {
        shown = BEGIN + (end - BEGIN) * Math.min(1, at / seconds) + 0.003 * noise.nextGaussian();
      }
      worst = worst.worse(judge.judge(readings(name, Math.min(1, shown)), at * SECOND).verdict());
    }

    assertThat(worst.compareTo(Verdict.UNSTABLE) >= 0).isEqualTo(unstable);
  }

  /** A leak of four hold times or more leaves a quarter of its life; here from the start. */
  @ParameterizedTest(name = "a leak of {0} s, read each {1} s")
  @CsvSource({"1240, 2", "1240, 10", "1240, 30", "1500, 10", "2400, 60", "3600, 90"})
  void aLeakIsFoundWithAQuarterOfItsLifeLeft(double life, int every) {
    Judge judge = new Judge(JudgeSettings.defaults());
    double shown = BEGIN;
    int found = -1;
    for (int at = 1; at <= life && found < 0; at++) {
      shown = at % every == 0 ? BEGIN + (1 - BEGIN) * at / life : shown;
      Verdict verdict = judge.judge(readings("heap.live", shown), at * SECOND).verdict();
      found = verdict.compareTo(Verdict.UNSTABLE) >= 0 ? at : -1;
    }

    assertThat(found).isBetween(1, (int) (0.75 * life));
  }

  private static final long SECOND = 1_000_000_000L;

  private static List<Reading> readings(String name, double level) {
    List<Reading> readings = new ArrayList<>();
    readings.add(new Reading("load.rate", 50, 0, "requests/second"));
    readings.add(new Reading("load.requests", 2, 200, "requests"));
    readings.add(new Reading(name, level * LIMIT, LIMIT, "bytes"));
    return readings;
  }
}
