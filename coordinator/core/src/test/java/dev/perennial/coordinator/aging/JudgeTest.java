package dev.perennial.coordinator.aging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.aging.JudgeSettings.Limit;
import dev.perennial.coordinator.forecast.ForecastSettings;
import dev.perennial.coordinator.forecast.LivedLevels;
import dev.perennial.coordinator.forecast.Outlook;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
  private static final long SECOND = 1_000_000_000L;
  private static final double MIB = 1048576;
  private static final Set<String> WITHOUT_LIMIT =
      Set.of("threads.deadlocked", "load.latency.p99", "latency.drift");

  private static final List<Double> LIMITS_THAT_ARE_NONE =
      List.of(
          0.0,
          -0.0,
          -1.0,
          (double) Long.MIN_VALUE,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          (double) Long.MAX_VALUE,
          // What version 1 of cgroups says instead of "none".
          (double) 9223372036854771712L);

  /** A story is levels in percent and how many seconds each lasts; hold time 60 s. */
  @ParameterizedTest(name = "{0} at {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          heap.live      | 50x300              | STABLE
          heap.live      | 69x300              | STABLE
          heap.live      | 70x1                | SUSPECT
          heap.live      | 84x999              | SUSPECT
          heap.live      | 85x60               | SUSPECT
          heap.live      | 85x61               | UNSTABLE
          heap.live      | 90x61               | UNSTABLE
          heap.live      | 94x200              | UNSTABLE
          heap.live      | 94x300              | SUSPECT
          heap.live      | 85x59 50x1          | STABLE
          heap.live      | 85x59 50x1 85x59    | SUSPECT
          heap.live      | 85x59 84x1 85x60    | SUSPECT
          heap.live      | 85x59 84x1 85x61    | UNSTABLE
          heap.live      | 95x30               | SUSPECT
          heap.live      | 95x31               | CRITICAL
          heap.live      | 85x40 96x21         | UNSTABLE
          heap.live      | 85x61 82x1          | UNSTABLE
          heap.live      | 85x61 79x1          | SUSPECT
          heap.live      | 85x61 79x1 85x60    | SUSPECT
          heap.live      | 85x61 50x1          | STABLE
          heap.live      | 96x31 91x1          | CRITICAL
          heap.live      | 96x31 90x1          | SUSPECT
          heap.live      | 96x31 90x30         | UNSTABLE
          heap.live      | 99x10               | SUSPECT
          heap.live      | 99x3 100x1          | UNSTABLE
          heap.live      | 99x2 100x1          | SUSPECT
          heap.live      | 99x3 98x1 99x1      | SUSPECT
          heap.live      | 98x3 99x4           | SUSPECT
          heap.live      | 99x3 100x28         | CRITICAL
          threads        | 99x3 100x1          | SUSPECT
          metaspace      | 84x300              | SUSPECT
          metaspace      | 85x61               | UNSTABLE
          metaspace      | 93x61               | CRITICAL
          code.cache     | 90x61               | UNSTABLE
          buffers.direct | 85x61               | UNSTABLE
          buffers.mapped | 99x300              | STABLE
          threads        | 85x61               | UNSTABLE
          files          | 85x61               | UNSTABLE
          buffers.netty  | 85x61               | UNSTABLE
          mappings       | 85x61               | UNSTABLE
          memory.native  | 84x999              | STABLE
          memory.native  | 93x999              | SUSPECT
          memory.container | 94x999            | STABLE
          memory.container | 99x999            | SUSPECT
          memory.refusals | 4x999              | STABLE
          memory.refusals | 5x1                | SUSPECT
          memory.refusals | 50x60              | SUSPECT
          memory.refusals | 50x61              | UNSTABLE
          memory.refusals | 100x999            | UNSTABLE
          gc.overhead    | 29x300              | SUSPECT
          gc.overhead    | 30x61               | UNSTABLE
          load.requests  | 89x300              | STABLE
          load.requests  | 90x1                | SUSPECT
          load.requests  | 300x999             | SUSPECT
          load.latency.p99 | 499x1             | STABLE
          load.latency.p99 | 500x1             | SUSPECT
          threads.deadlocked | 99x1            | STABLE
          threads.deadlocked | 100x1           | SUSPECT
          requests.failed | 9x999              | STABLE
          requests.failed | 10x1               | SUSPECT
          requests.failed | 100x999            | SUSPECT
          load.cpu       | 100x999             | STABLE
          load.rate      | 100x999             | STABLE
          classes        | 100x999             | STABLE
          latency.drift  | 190x999             | STABLE
          latency.drift  | 210x60              | STABLE
          latency.drift  | 210x61              | SUSPECT
          latency.drift  | 210x61 195x1        | SUSPECT
          latency.drift  | 210x61 180x1        | STABLE
          latency.drift  | 9900x999            | SUSPECT
          """)
  void aLevelCountsWhenItLasts(String indicator, String story, Verdict expected) {
    Judge judge = new Judge(JudgeSettings.defaults().withHold(60));

    Judgement judgement = tell(judge, indicator, story);

    assertThat(judgement.verdict()).as(judgement.reason()).isEqualTo(expected);
    assertThat(judgement.reason()).isNotEmpty();
  }

  /** A limit that is not there is no limit of one byte, one thread or one file. */
  @ParameterizedTest(name = "{0}, limit {1}")
  @MethodSource("indicatorsWithoutALimit")
  void whatHasNoLimitIsNeverJudgedByItsLevel(String indicator, double limit) {
    Judge judge = new Judge(JudgeSettings.defaults());
    Judgement judgement = null;
    for (long second = 0; second < 1200; second++) {
      // It grows, too: without a limit there is nothing that it could reach.
      Reading reading = new Reading(indicator, 3e8 + 1e5 * second, limit, "unit");
      judgement = judge.judge(List.of(reading), second * SECOND);
      assertThat(judgement.verdict()).as(judgement.reason()).isEqualTo(Verdict.STABLE);
    }
  }

  static Stream<Arguments> indicatorsWithoutALimit() {
    return JudgeSettings.defaults().limits().keySet().stream()
        .filter(indicator -> !WITHOUT_LIMIT.contains(indicator))
        .sorted()
        .flatMap(i -> LIMITS_THAT_ARE_NONE.stream().map(limit -> Arguments.of(i, limit)));
  }

  @Test
  void whatIsExhaustedIsCriticalAtOnceAndOnlyWhileItIs() {
    Judge judge = new Judge(JudgeSettings.defaults());

    Judgement exhausted = judge.judge(List.of(new Reading("exhausted.heap", 37, 0, "refusals")), 0);
    Judgement after = judge.judge(List.of(new Reading("exhausted.heap", 0, 0, "refusals")), SECOND);

    assertThat(exhausted.verdict()).isEqualTo(Verdict.CRITICAL);
    assertThat(exhausted.reason()).isEqualTo("refusals of heap memory 37: exhausted");
    assertThat(after.verdict()).isEqualTo(Verdict.STABLE);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void spikesShorterThanTheHoldTimeAreNeverUnstable(long seed) {
    Random random = new Random(seed);
    Judge judge = new Judge(JudgeSettings.defaults().withHold(30));
    long now = random.nextLong() / 2;
    for (int spike = 0; spike < 200; spike++) {
      int length = random.nextInt(30);
      for (int i = 0; i < length; i++) {
        now += SECOND;
        double level = 0.85 + random.nextDouble() * 0.09;
        assertThat(judge.judge(List.of(heap(level)), now).verdict()).isEqualTo(Verdict.SUSPECT);
      }
      now += SECOND;
      judge.judge(List.of(heap(random.nextDouble() * 0.79)), now);
    }
  }

  @Test
  void theReasonIsInWords() {
    Judge judge = new Judge(JudgeSettings.defaults().withHold(120));
    Reading reading = new Reading("heap.live", 441 * MIB, 512 * MIB, "bytes");
    Judgement judgement = judge.judge(List.of(reading), 0);

    assertThat(judgement.reason())
        .isEqualTo("heap live set 441 MiB of 512 MiB (86 %), too short yet to count");

    for (long second = 1; second <= 120; second++) {
      judgement = judge.judge(List.of(reading), second * SECOND);
    }
    assertThat(judgement.verdict()).isEqualTo(Verdict.UNSTABLE);
    assertThat(judgement.reason()).isEqualTo("heap live set 441 MiB of 512 MiB (86 %) for 2 min");
  }

  /** Level at which earlier lives were lived, and of now. */
  @ParameterizedTest
  @CsvSource({"0.92, 96, SUSPECT", "0.92, 98, CRITICAL", "0.80, 96, CRITICAL", "0.80, 86, SUSPECT"})
  void aLevelOfEarlierLivesIsNoReasonButOneAtTheLimitIs(double lived, int level, Verdict expected) {
    LivedLevels earlier = new LivedLevels(List.of(Map.of("heap.live", lived)));
    Judge judge = new Judge(JudgeSettings.defaults().withHold(60), earlier);

    Judgement judgement = tell(judge, "heap.live", level + "x90");

    assertThat(judgement.verdict()).as(judgement.reason()).isEqualTo(expected);
  }

  @Test
  void aServerThatLivesHighIsSuspectUnlessAnOperatorSetTheLimit() {
    JudgeSettings settings = JudgeSettings.defaults();
    ForecastSettings forecast = settings.forecast();
    ForecastSettings off =
        new ForecastSettings(
            false,
            forecast.horizonSeconds(),
            forecast.reach(),
            forecast.leastLevel(),
            forecast.evaluations(),
            forecast.youngSeconds());

    Judgement lives = tell(new Judge(settings), "threads", "90x900");

    assertThat(lives.verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(lives.reason()).isEqualTo("threads 90 of 100 (90 %): high, and lives there");
    Judge firm = new Judge(settings.withLimit("threads", JudgeSettings.Limit.at(0.85)));
    assertThat(tell(firm, "threads", "90x900").verdict()).isEqualTo(Verdict.UNSTABLE);
    Judge byLevel = new Judge(settings.withForecast(off));
    assertThat(tell(byLevel, "threads", "90x900").verdict()).isEqualTo(Verdict.UNSTABLE);
    assertThat(tell(new Judge(settings), "threads", "94x900").verdict())
        .isEqualTo(Verdict.CRITICAL);
  }

  @Test
  void theWorstIndicatorGivesTheVerdictAndAllAreShown() {
    Judge judge = new Judge(JudgeSettings.defaults().withHold(0));

    Judgement judgement =
        judge.judge(
            List.of(
                new Reading("threads", 100, 1000, "threads"),
                new Reading("files", 900, 1000, "files"),
                heap(0.75)),
            0);

    assertThat(judgement.verdict()).isEqualTo(Verdict.UNSTABLE);
    assertThat(judgement.reason()).isEqualTo("open files 900 of 1000 (90 %) for 0 s");
    assertThat(judgement.findings())
        .extracting(Judgement.Finding::verdict)
        .containsExactly(Verdict.STABLE, Verdict.UNSTABLE, Verdict.SUSPECT);
  }

  @Test
  void deadlockedThreadsAreSuspectForEver() {
    Judge judge = new Judge(JudgeSettings.defaults().withHold(1));
    Judgement judgement = null;
    for (long second = 0; second < 100; second++) {
      judgement =
          judge.judge(List.of(new Reading("threads.deadlocked", 2, 0, "threads")), second * SECOND);
    }

    assertThat(judgement).isNotNull();
    assertThat(judgement.verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(judgement.reason()).isEqualTo("deadlocked threads 2");
  }

  @Test
  void whatCannotBeReadIsNoReasonForAnything() {
    Judge judge = new Judge(JudgeSettings.defaults().withHold(0));

    Judgement judgement = judge.judge(List.of(new Reading("files", Double.NaN, 100, "files")), 0);

    assertThat(judgement.verdict()).isEqualTo(Verdict.STABLE);
    assertThat(judgement.findings().get(0).reason()).isEqualTo("files could not be read");
    assertThat(judge.judge(List.of(), 1).verdict()).isEqualTo(Verdict.STABLE);
  }

  @Test
  void whatNobodyHasLookedAtDoesNotCountAsLasting() {
    Judge judge = new Judge(JudgeSettings.defaults().withHold(60));
    judge.judge(List.of(heap(0.85)), 0);

    assertThat(judge.judge(List.of(heap(0.85)), 90 * SECOND).verdict()).isEqualTo(Verdict.SUSPECT);
    assertThat(judge.judge(List.of(), 100 * SECOND).verdict()).isEqualTo(Verdict.STABLE);
    assertThat(judge.judge(List.of(heap(0.85)), 110 * SECOND).verdict()).isEqualTo(Verdict.SUSPECT);
  }

  @Test
  void theClockMayStandAnywhere() {
    Judge judge = new Judge(JudgeSettings.defaults().withHold(5));
    long start = Long.MAX_VALUE - 3 * SECOND;
    Judgement judgement = null;
    for (long second = 0; second <= 5; second++) {
      judgement = judge.judge(List.of(heap(0.85)), start + second * SECOND);
    }

    assertThat(judgement).isNotNull();
    assertThat(judgement.verdict()).isEqualTo(Verdict.UNSTABLE);
  }

  @Test
  void theGreatestRunningTimeIsUnstable() {
    Judge judge = new Judge(JudgeSettings.defaults().withMost("uptime", 7 * 86400));
    Reading young = new Reading("uptime", 7 * 86400 - 1, 0, "seconds");
    Reading old = new Reading("uptime", 7 * 86400, 0, "seconds");

    assertThat(judge.judge(List.of(young), 0).verdict()).isEqualTo(Verdict.STABLE);
    assertThat(judge.judge(List.of(old), 1).verdict()).isEqualTo(Verdict.UNSTABLE);
    assertThat(judge.judge(List.of(old), 1).reason())
        .isEqualTo("running time 7 days, the greatest allowed is 7 days");
    assertThat(new Judge(JudgeSettings.defaults()).judge(List.of(old), 0).verdict())
        .isEqualTo(Verdict.STABLE);
  }

  @Test
  void theGreatestNumberOfRequestsIsUnstable() {
    Judge judge = new Judge(JudgeSettings.defaults().withMost("load.served", 100_000));
    Reading few = new Reading("load.served", 99_999, 0, "requests");
    Reading many = new Reading("load.served", 100_000, 0, "requests");

    assertThat(judge.judge(List.of(few), 0).verdict()).isEqualTo(Verdict.STABLE);
    Judgement judged = judge.judge(List.of(many), 1);
    assertThat(judged.verdict()).isEqualTo(Verdict.UNSTABLE);
    assertThat(judged.reason()).isEqualTo("requests served 100000, the greatest allowed is 100000");
  }

  @ParameterizedTest(name = "{0} MiB of {1} MiB for {2} s: {3}")
  @CsvSource({
    "800, 2000, 400, STABLE",
    "880, 2000, 400, SUSPECT",
    "1000, 2000, 299, SUSPECT",
    "1000, 2000, 300, UNSTABLE",
    // No greater urgency: nothing is exhausted.
    "1990, 2000, 400, UNSTABLE",
    // The limit of the system need not be known.
    "1000, 0, 400, UNSTABLE",
  })
  void theGreatestMemoryMustLast(double mib, double limitMib, int seconds, Verdict expected) {
    Judge judge =
        new Judge(
            JudgeSettings.defaults()
                .withLimit("memory.process", Limit.only(1000.0 * (1 << 20), Limit.Of.VALUE)));

    assertThat(afterSteady(judge, mib, limitMib, seconds)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} MiB of {1} MiB: {2}")
  @CsvSource({
    "799, 1000, SUSPECT",
    "800, 1000, UNSTABLE",
    "800, 0, STABLE",
    "710, 1000, SUSPECT",
    "690, 1000, STABLE"
  })
  void theGreatestMemoryMayBeAPart(double mib, double limitMib, Verdict expected) {
    Judge judge =
        new Judge(
            JudgeSettings.defaults().withLimit("memory.process", Limit.only(0.8, Limit.Of.LIMIT)));

    assertThat(afterSteady(judge, mib, limitMib, 400)).isEqualTo(expected);
  }

  private static Verdict afterSteady(Judge judge, double mib, double limitMib, int seconds) {
    Reading reading = new Reading("memory.process", mib * (1 << 20), limitMib * (1 << 20), "bytes");
    Verdict last = Verdict.STABLE;
    for (long second = 0; second <= seconds; second++) {
      last = judge.judge(List.of(reading), second * SECOND).verdict();
    }
    return last;
  }

  @Test
  void aDeathSpiralIsJudgedAtOnce() {
    Judge judge = new Judge(JudgeSettings.defaults());
    List<Verdict> verdicts = new ArrayList<>();
    for (long second = 0; second <= 40; second++) {
      Reading gc = new Reading("gc.time", 100 + second * 0.98, 0, "seconds");
      verdicts.add(judge.judge(List.of(gc), second * SECOND).verdict());
    }

    assertThat(verdicts.subList(0, 16)).containsOnly(Verdict.STABLE);
    assertThat(verdicts.get(20)).isEqualTo(Verdict.SUSPECT);
    assertThat(verdicts.get(32)).isEqualTo(Verdict.UNSTABLE);
    assertThat(verdicts.get(40)).isEqualTo(Verdict.CRITICAL);
  }

  @Test
  void theSameReadingsGiveTheSameJudgements() {
    Judge one = new Judge(JudgeSettings.defaults().withHold(10));
    Judge other = new Judge(JudgeSettings.defaults().withHold(10));
    Random random = new Random(1);
    for (long second = 0; second < 1000; second++) {
      List<Reading> readings = List.of(heap(random.nextDouble()));
      assertThat(one.judge(readings, second * SECOND))
          .isEqualTo(other.judge(readings, second * SECOND));
    }
  }

  private static Reading heap(double level) {
    return new Reading("heap.live", level * 512 * MIB, 512 * MIB, "bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bytes   | 1228  | , +38 MiB/h, 1.2 KiB a request, full in 3.0 h [2.5, 4.0]",
        "bytes   | 40    | , +38 MiB/h, 40 bytes a request, full in 3.0 h [2.5, 4.0]",
        "bytes   | 3e6   | , +38 MiB/h, 2.9 MiB a request, full in 3.0 h [2.5, 4.0]",
        "bytes   | NaN   | , +38 MiB/h, full in 3.0 h [2.5, 4.0]",
        "threads | 0.004 | , +39845888/h, 4.0 in 1,000 requests, full in 3.0 h [2.5, 4.0]",
        "threads | 6e-6  | , +39845888/h, 6.0 in 1,000,000 requests, full in 3.0 h [2.5, 4.0]"
      })
  void growthIsToldByTheHourAndByTheRequestItFollows(
      String unit, double perRequest, String expected) {
    Outlook outlook =
        new Outlook(
            38 * MIB / 3600, 3 * 3600, 2.5 * 3600, 4 * 3600, true, perRequest, false, false);

    assertThat(Words.trend(new Reading("x", 1, 2, unit), outlook)).isEqualTo(expected);
  }

  /** Of its limit; or of one unit, where the indicator has none. */
  private static Reading percent(String indicator, double percent) {
    return WITHOUT_LIMIT.contains(indicator)
        ? new Reading(indicator, percent / 100, 0, "unit")
        : new Reading(indicator, percent, 100, "threads");
  }

  private static Judgement tell(Judge judge, String indicator, String story) {
    long now = 0;
    Judgement last = null;
    for (String part : story.split(" ")) {
      String[] levelAndSeconds = part.split("x");
      double level = Double.parseDouble(levelAndSeconds[0]);
      for (int i = 0; i < Integer.parseInt(levelAndSeconds[1]); i++) {
        last = judge.judge(List.of(percent(indicator, level)), now);
        now += SECOND;
      }
    }
    if (last == null) {
      throw new IllegalArgumentException(story);
    }
    return last;
  }
}
