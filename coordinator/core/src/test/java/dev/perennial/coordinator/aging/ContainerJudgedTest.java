package dev.perennial.coordinator.aging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a container's memory growth is aging, and size is not. */
final class ContainerJudgedTest {
  private static final long SECOND = 1_000_000_000L;
  private static final double MIB = 1048576;

  /**
   * Heap and rest in MiB at the beginning and after {@code grows} seconds, from when on they stay;
   * what is left as a bounded part is the heap if {@code fits}.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          small and idle               | 60, 60   | 120, 140 | 600  | true  | STABLE
          heap fills and fits          | 60, 380  | 100, 100 | 900  | true  | STABLE
          heap fills slowly and fits   | 60, 380  | 100, 100 | 7200 | true  | STABLE
          full from the start          | 380, 380 | 126, 126 | 600  | true  | SUSPECT
          heap that fits is full       | 380, 380 | 80, 80   | 600  | true  | STABLE
          native leak                  | 60, 60   | 100, 440 | 3600 | true  | UNSTABLE
          native leak beside the heap  | 300, 300 | 90, 205  | 3600 | true  | UNSTABLE
          fast native leak             | 60, 60   | 100, 445 | 240  | true  | UNSTABLE
          heap leaks that does not fit | 60, 400  | 100, 105 | 3600 | false | UNSTABLE
          """)
  void growthIsAging(
      String story, String heap, String rest, int grows, boolean fits, Verdict worst) {
    Judge judge = new Judge(JudgeSettings.defaults().withHold(60));
    Verdict found = Verdict.STABLE;
    String reason = "";
    for (int second = 0; second <= grows + 300; second++) {
      double part = Math.min(1, (double) second / grows);
      double heapMib = at(heap, part);
      double used = heapMib + at(rest, part);
      if (used >= 512) {
        break;
      }
      Judgement judgement =
          judge.judge(
              List.of(
                  new Reading("load.rate", 50, 0, "requests/second"),
                  new Reading("load.requests", 2, 200, "requests"),
                  new Reading(
                      "memory.container",
                      used * MIB,
                      512 * MIB,
                      "bytes",
                      fits ? heapMib * MIB : 0)),
              second * SECOND);
      if (judgement.verdict().compareTo(found) > 0) {
        found = judgement.verdict();
        reason = second + " s: " + judgement.reason();
      }
    }

    assertThat(found.compareTo(Verdict.UNSTABLE) >= 0)
        .as(reason)
        .isEqualTo(worst == Verdict.UNSTABLE);
    if (worst != Verdict.UNSTABLE) {
      assertThat(found).as(reason).isEqualTo(worst);
    }
  }

  private static double at(String fromTo, double part) {
    String[] ends = fromTo.split(", ");
    double from = Double.parseDouble(ends[0]);
    return from + part * (Double.parseDouble(ends[1]) - from);
  }
}
