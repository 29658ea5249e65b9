package dev.perennial.bench.wild;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.bench.wild.Setup.Limits;
import dev.perennial.bench.wild.Setup.Program;
import dev.perennial.bench.wild.WildLog.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SeenTest {
  private static final Instant BEGIN = Instant.parse("2026-12-01T10:00:00Z");

  private static WildCase row(Expected expected) {
    Setup setup = new Setup(Program.OWN, "", "", "", false, Limits.USUAL);
    return new WildCase(
        "row", "", "", expected, setup, Pattern.compile("heap"), 100, Path.of("jdk"));
  }

  private static Instant at(int second) {
    return BEGIN.plusSeconds(second);
  }

  /**
   * @param verdictAt -1 for none
   * @param endAt -1 for none
   * @param stuckAt -1 for never
   * @param secondLifeAt -1 for none
   */
  private static Seen seen(
      String verdict, String reason, int verdictAt, int endAt, int stuckAt, int secondLifeAt) {
    List<Verdict> verdicts =
        verdictAt < 0 ? List.of() : List.of(new Verdict(at(verdictAt), verdict, reason));
    List<Instant> starts = secondLifeAt < 0 ? List.of(at(-5)) : List.of(at(-5), at(secondLifeAt));
    return new Seen(
        BEGIN,
        at(100),
        endAt < 0 ? Optional.empty() : Optional.of(at(endAt)),
        stuckAt < 0 ? Optional.empty() : Optional.of(at(stuckAt)),
        new WildLog(starts, verdicts, Optional.empty()),
        "SUSPECT",
        false);
  }

  @ParameterizedTest(name = "{0}: {2} after {4} s, end {5} s, stuck {6} s, young {7} s")
  @CsvSource({
    "LEFT_ALONE, '', UNSTABLE, heap, -1, -1, -1, -1",
    "LEFT_ALONE, judged, UNSTABLE, heap, 50, -1, -1, -1",
    "LEFT_ALONE, restarted, UNSTABLE, heap, -1, -1, -1, 50",
    "LEFT_ALONE, died, UNSTABLE, heap, -1, 50, -1, -1",
    "STABLE, is SUSPECT in the end, UNSTABLE, heap, -1, -1, -1, -1",
    "FOUND, '', UNSTABLE, heap, 60, 80, -1, -1",
    "FOUND, later than with a quarter of its life left, UNSTABLE, heap, 61, 80, -1, -1",
    "FOUND, not found, UNSTABLE, threads, 10, 80, -1, -1",
    "FOUND, not found, UNSTABLE, heap, -1, 80, -1, -1",
    "TOLD, '', UNSTABLE, heap, 79, 80, -1, -1",
    "TOLD, '', UNSTABLE, heap, 79, -1, -1, -1",
    "TOLD, after its end, CRITICAL, heap, 81, 80, -1, -1",
    "TOLD, not found, UNSTABLE, heap, -1, 80, -1, -1",
    "EARLY, '', UNSTABLE, heap, 60, -1, -1, -1",
    "EARLY, late, UNSTABLE, heap, 200, -1, -1, -1",
    "EARLY, not found, UNSTABLE, heap, -1, -1, -1, -1",
    "SAVED, '', CRITICAL, heap, 65, -1, 50, 70",
    "SAVED, later than 15 s, CRITICAL, heap, 66, -1, 50, 70",
    "SAVED, '', UNSTABLE, heap, 60, -1, 50, 65",
    "SAVED, later than 15 s, UNSTABLE, heap, 60, -1, 50, 66",
    "SAVED, not young again, CRITICAL, heap, 60, -1, 50, -1",
    "SAVED, not found, UNSTABLE, heap, 60, -1, 50, -1",
    "SAVED, '', CRITICAL, heap, 65, -1, -1, 70",
    "EVIDENCE, no evidence, CRITICAL, heap, 65, -1, -1, 70",
    "EVIDENCE, not young again, CRITICAL, heap, 65, -1, -1, -1",
  })
  void whatIsNotAsItMustBeIsSaid(
      Expected expected,
      String missed,
      String verdict,
      String reason,
      int verdictAt,
      int endAt,
      int stuckAt,
      int secondLifeAt) {
    Seen seen = seen(verdict, reason, verdictAt, endAt, stuckAt, secondLifeAt);

    assertThat(seen.missed(row(expected))).isEqualTo(missed);
  }

  @Test
  void howMuchOfItsLifeIsLeftIsSaid() {
    assertThat(seen("UNSTABLE", "heap 80 %", 60, 80, -1, -1).now(row(Expected.FOUND)))
        .isEqualTo("UNSTABLE after 60 s: heap 80 %; 20 s of 80 s left (25 %)");
  }

  @Test
  void howLongNothingButCollectionsRanIsSaid() {
    assertThat(seen("CRITICAL", "heap 99 %", 65, -1, 50, 70).now(row(Expected.SAVED)))
        .isEqualTo(
            "CRITICAL after 65 s: heap 99 %; hardly anything but collections from 50 s, at its end"
                + " 15 s later; young again at 70 s");
  }

  /** A life that the guard ended could say nothing any more. */
  @Test
  void whatTheGuardFoundCounts() {
    WildLog log =
        new WildLog(
            List.of(at(-5), at(70)),
            List.of(),
            Optional.of(new WildLog.Emergency("heap exhausted", 1000, 7000)));
    Seen seen = new Seen(BEGIN, at(100), Optional.empty(), Optional.of(at(50)), log, "?", false);

    assertThat(seen.missed(row(Expected.SAVED))).isEmpty();
    assertThat(seen.now(row(Expected.SAVED)))
        .endsWith("at its end 14 s later; young again at 70 s by the guard: heap exhausted");
  }

  @Test
  void nothingIsSaidAsNothing() {
    assertThat(seen("", "", -1, -1, -1, -1).now(row(Expected.LEFT_ALONE)))
        .isEqualTo("none in 100 s, SUSPECT");
  }
}
