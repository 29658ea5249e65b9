package dev.perennial.testing.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CheckerTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whatCouldHaveBeenIsNoFinding(String name, String history) {
    assertThat(Checker.check(MadeHistory.of(history))).isEmpty();
  }

  static Stream<Arguments> whatCouldHaveBeenIsNoFinding() {
    return Stream.of(
        of("nothing at all", "0-1 read = s1 -"),
        of(
            "one after another, on two servers",
            """
            0-1 append a = s1 a
            2-3 append b = s2 a b
            4-5 read = s1 a b
            """),
        of(
            "a read at the same time as an append shows it or not",
            """
            0-9 append a = s1 a
            1-8 read = s1 a
            2-3 read = s1 -
            """),
        of(
            "two appends at the same time, in either order",
            """
            0-9 append a = s1 b a
            0-9 append b = s1 b
            """),
        of(
            "an answer to an append that shows a later one too",
            """
            0-9 append a = s1 a b
            0-9 append b = s1 a b
            """),
        of(
            "an append of unknown outcome that never took effect",
            """
            0-1 append a = s1 a
            2 append b unknown
            4-5 append c = s1 a c
            6-7 read = s2 a c
            """),
        of(
            "an append of unknown outcome that took effect at once",
            """
            0-1 append a = s1 a
            2 append b unknown
            4-5 read = s2 a b
            """),
        of(
            "an append of unknown outcome that took effect long after",
            """
            0-1 append a = s1 a
            2 append b unknown
            4-5 append c = s1 a c
            6-7 read = s2 a c
            8-9 read = s2 a c b
            """),
        of(
            "a read of unknown outcome",
            """
            0-1 append a = s1 a
            2 read unknown
            4-5 read = s2 a
            """),
        of(
            "what was refused did nothing",
            """
            0-1 append a = s1 a
            2-3 append b refused
            4-5 append c = s1 a c
            """),
        of(
            "an answer that ends as the next request begins",
            """
            0-2 append a = s1 a
            2-3 read = s1 -
            4-5 read = s1 a
            """));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void whatCouldNotHaveBeenIsFound(String name, String history, List<String> findings) {
    assertThat(Checker.check(MadeHistory.of(history)))
        .extracting(f -> f.anomaly() + " " + f.evidence().get(f.evidence().size() - 1).invoked())
        .containsExactlyElementsOf(findings);
  }

  static Stream<Arguments> whatCouldNotHaveBeenIsFound() {
    return Stream.of(
        of(
            "an acknowledged write is never seen again",
            """
            0-1 append a = s1 a
            2-3 append b = s1 a b
            4-5 read = s2 a
            6-7 read = s2 a
            """,
            "LOST 4"),
        of(
            "another write takes the place of one that was acknowledged",
            """
            0-1 append a = s1 a
            2-3 append b = s2 b
            4-5 append c = s2 b c
            """,
            "LOST 2"),
        of("its own answer does not show it", "0-1 append a = s1 -", "LOST 0"),
        of(
            "the session is gone with both of its writes",
            """
            0-1 append a = s1 a
            2-3 append b = s1 a b
            4-5 read = s2 -
            """,
            "LOST 4",
            "LOST 4"),
        of(
            "it was seen for the last time while it was missing",
            """
            0-1 append a = s1 a
            2-6 read = s2 -
            3-5 read = s1 a
            """,
            "LOST 2"),
        of(
            "an older state, once",
            """
            0-1 append a = s1 a
            2-3 append b = s1 a b
            4-5 read = s2 a
            6-7 read = s1 a b
            """,
            "STALE 4"),
        of(
            "an older state, until the next request",
            """
            0-1 append a = s1 a
            2-4 read = s2 -
            4-5 read = s1 a
            """,
            "STALE 2"),
        of(
            "an older state, twice",
            """
            0-1 append a = s1 a
            2-3 read = s2 -
            4-5 read = s2 -
            6-7 read = s1 a
            """,
            "STALE 2",
            "STALE 4"),
        of(
            "older than what another client has read of a write under way",
            """
            0-9 append a = s1 a
            1-2 read = s1 a
            3-4 read = s2 -
            10-11 read = s1 a
            """,
            "STALE 3"),
        of(
            "a write of unknown outcome was shown, and is gone",
            """
            0 append a unknown
            1-2 read = s1 a
            3-4 read = s2 -
            """,
            "STALE 3"),
        of(
            "two servers each append to the same list at the same time",
            """
            0-1 append a = s1 a
            2-5 append b = s1 a b
            3-6 append c = s2 a c
            """,
            "SPLIT 3"),
        of(
            "another list, as soon as the first has come to its end",
            """
            0-2 append a = s1 a
            2-3 append b = s2 b
            """,
            "SPLIT 2"),
        of(
            "two servers take turns, each with a list of its own",
            """
            0-1 append a = s1 a
            2-3 append b = s2 b
            4-5 append c = s1 a c
            6-7 append d = s2 b d
            """,
            "STALE 2",
            "SPLIT 2",
            "STALE 4",
            "LOST 6",
            "LOST 6"),
        of(
            "the order of two writes has changed",
            """
            0-1 append a = s1 a
            2-3 append b = s1 a b
            4-5 read = s2 b a
            """,
            "SPLIT 4"),
        of(
            "a write comes before one that was acknowledged before it began",
            """
            0-1 append a = s1 a
            2-3 append b = s2 b a
            """,
            "SPLIT 2"),
        of(
            "a write took effect twice",
            """
            0-1 append a = s1 a
            2-3 append b = s1 a b
            4-5 read = s2 a b b
            6-7 read = s2 a b b
            """,
            "DOUBLED 4"),
        of(
            "a write of unknown outcome took effect twice",
            """
            0 append a unknown
            2-3 append b = s1 a b
            4-5 read = s2 a b a
            """,
            "DOUBLED 4"),
        of("nobody wrote it", "0-1 read = s1 x", "INVENTED 0"),
        of(
            "it was shown before it was sent",
            """
            0-1 read = s1 a
            2-3 append a = s1 a
            """,
            "INVENTED 2"),
        of(
            "it was refused, and took effect",
            """
            0-1 append a refused
            2-3 read = s1 a
            """,
            "INVENTED 2"));
  }

  /** What it costs is in proportion to the operations: a square of them would take minutes. */
  @Test
  void aLongHistoryIsCheckedAtOnce() {
    State state = State.empty();
    List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      state = state.then(List.of("w" + i));
      operations.add(new Operation("w" + i, 3L * i, 3L * i + 2, new Outcome.Answered("s1", state)));
    }

    assertThat(Checker.check(operations)).isEmpty();
  }

  private static Arguments of(String name, String history, String... findings) {
    return findings.length == 0
        ? Arguments.of(name, history)
        : Arguments.of(name, history, List.of(findings));
  }
}
