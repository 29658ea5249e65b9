package dev.perennial.testing.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final long STEP = 1_000_000;

  private long now;
  private final History first = new History("1", () -> now += STEP);
  private final History second = new History("2", () -> now += STEP);

  @Test
  void withoutAnythingToFindItIsOneLine() {
    first.append("a").answered("s1", List.of("a"));
    second.read().answered("s1", List.of());

    Verdict verdict = Verdict.of(List.of(first, second)).requireNoneFailed();

    assertThat(verdict)
        .hasToString(
            "2 operations in 2 sessions, 2 answered, 0 refused, 0 of unknown outcome, 0 times put off, 0 lost, 0 stale,"
                + " 0 split, 0 doubled, 0 invented");
  }

  @Test
  void aFailureIsToldAndIsNoInconsistency() {
    first.append("a").answered("s1", List.of("a"));
    first.append("b").refused("503");
    first.append("c").unknown("no answer");

    Verdict verdict = Verdict.of(List.of(first)).requireConsistent();

    assertThat(verdict.failed()).isEqualTo(2);
    assertThatThrownBy(verdict::requireNoneFailed)
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            3 operations in 1 sessions, 1 answered, 1 refused, 1 of unknown outcome, 0 times put off, \
            0 lost, 0 stale, 0 split, 0 doubled, 0 invented
            the first that failed: session 1: 0.002 to 0.003 s: append b refused: 503\
            """);
  }

  @Test
  void anAnswerThatNeverCameIsAFailureToo() {
    first.append("a").answered("s1", List.of("a"));
    first.read().unknown("no answer");

    Verdict verdict = Verdict.of(List.of(first)).requireConsistent();

    assertThatThrownBy(verdict::requireNoneFailed)
        .isInstanceOf(AssertionError.class)
        .hasMessageEndingWith("session 1: 0.002 s: read, outcome unknown: no answer");
  }

  @Test
  void theFirstHistoryThatCannotBeIsToldInWords() {
    first.read().answered("s1", List.of());
    List<String> list = new ArrayList<>();
    for (int i = 1; i <= 9; i++) {
      list.add("w" + i);
      second.append("w" + i).answered("s1", list);
    }
    second.read().answered("s2", list.subList(0, 8));
    second.read().answered("s2", list.subList(0, 8));

    Verdict verdict = Verdict.of(List.of(first, second));

    assertThat(verdict.count(Anomaly.LOST)).isEqualTo(1);
    assertThatThrownBy(verdict::requireConsistent)
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            """
            12 operations in 2 sessions, 12 answered, 0 refused, 0 of unknown outcome, 0 times put off, \
            1 lost, 0 stale, 0 split, 0 doubled, 0 invented
            session 2:
              LOST: write w9 was acknowledged, and is never seen again
                ... 5 more
                0.010 to 0.011 s: append w6 answered by s1: 6 writes [.. w4 w5 w6]
                0.012 to 0.013 s: append w7 answered by s1: 7 writes [.. w5 w6 w7]
                0.014 to 0.015 s: append w8 answered by s1: 8 writes [.. w6 w7 w8]
              > 0.016 to 0.017 s: append w9 answered by s1: 9 writes [.. w7 w8 w9]
              > 0.018 to 0.019 s: read answered by s2: 8 writes [.. w6 w7 w8]
                ... 1 more
            """);
  }

  /** Where nobody answered, nothing is known. */
  @Test
  void nothingAnsweredIsNotConsistent() {
    first.append("a").refused("503");

    assertThatThrownBy(() -> Verdict.of(List.of()).requireConsistent())
        .isInstanceOf(AssertionError.class);
    assertThatThrownBy(() -> Verdict.of(List.of(first)).requireConsistent())
        .isInstanceOf(AssertionError.class);
  }
}
