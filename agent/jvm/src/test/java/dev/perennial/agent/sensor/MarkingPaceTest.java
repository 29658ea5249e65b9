package dev.perennial.agent.sensor;

import static dev.perennial.agent.sensor.MarkingPace.Step.ASK;
import static dev.perennial.agent.sensor.MarkingPace.Step.NONE;
import static dev.perennial.agent.sensor.MarkingPace.Step.STOP;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MarkingPaceTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long HEAP = 1000;

  @ParameterizedTest(name = "{1} of 1000 used, {2} known to live, after {0} s: {3}")
  @CsvSource({
    // A fifth of the heap must be used, and a twentieth of it be news.
    "60, 199, 0, NONE",
    "60, 200, 0, ASK",
    "60, 500, 0, ASK",
    "60, 500, 451, NONE",
    "60, 500, 450, ASK",
    "60, 300, 900, NONE",
    // Ten seconds, a thirtieth of the running time, five minutes: since the start, here.
    "9, 500, 0, NONE",
    "10, 500, 0, ASK"
  })
  void isAskedForWhenOldRegionsHaveGrown(
      int seconds, long used, long known, MarkingPace.Step step) {
    MarkingPace pace = new MarkingPace(0);

    assertThat(pace.advance(seconds * SECOND, false, 1000, used, known, HEAP)).isEqualTo(step);
  }

  @ParameterizedTest(name = "marked {1} s ago, {0} s old, the last took {2} s: {3}")
  @CsvSource({
    "60, 9, 0, NONE",
    "60, 10, 0, ASK",
    "900, 29, 0, NONE",
    "900, 30, 0, ASK",
    "864000, 299, 0, NONE",
    "864000, 300, 0, ASK",
    // It was seen two seconds late, at most, and may take a hundredth of the time.
    "900, 30, 2, ASK",
    "900, 99, 3, NONE",
    "900, 100, 3, ASK",
    "864000, 1799, 20, NONE",
    "864000, 1800, 20, ASK"
  })
  void isAskedForSeldomEnough(int age, int pause, int took, MarkingPace.Step step) {
    MarkingPace pace = new MarkingPace(0);
    long marked = (age - pause) * SECOND;
    assertThat(pace.advance(marked - took * SECOND, false, 1000, 300, 0, HEAP)).isEqualTo(ASK);
    assertThat(pace.advance(marked, true, took, 300, 0, HEAP)).isEqualTo(STOP);

    assertThat(pace.advance(age * SECOND, false, 1000, 400, 300, HEAP)).isEqualTo(step);
  }

  @Test
  void whatIsNotHeededIsWithdrawn() {
    MarkingPace pace = new MarkingPace(0);
    assertThat(pace.advance(60 * SECOND, false, 1000, 300, 0, HEAP)).isEqualTo(ASK);
    assertThat(pace.advance(61 * SECOND, false, 1, 310, 0, HEAP)).isEqualTo(NONE);
    assertThat(pace.advance(64 * SECOND, false, 4.9, 310, 0, HEAP)).isEqualTo(NONE);

    assertThat(pace.advance(65 * SECOND, false, 5, 310, 0, HEAP)).isEqualTo(STOP);
    assertThat(pace.advance(69 * SECOND, false, 9, 310, 0, HEAP)).isEqualTo(NONE);
    assertThat(pace.advance(70 * SECOND, false, 10, 310, 0, HEAP)).isEqualTo(ASK);
  }

  /** A large heap takes longer to mark than the request lasts. */
  @Test
  void whatBeganAndLastsCountsWithAllOfItsTime() {
    MarkingPace pace = new MarkingPace(0);
    pace.advance(100 * SECOND, false, 1000, 300, 0, HEAP);
    assertThat(pace.advance(105 * SECOND, false, 5, 310, 0, HEAP)).isEqualTo(STOP);
    assertThat(pace.advance(109 * SECOND, true, 9, 310, 0, HEAP)).isEqualTo(NONE);

    assertThat(pace.advance(808 * SECOND, false, 708, 400, 310, HEAP)).isEqualTo(NONE);
    assertThat(pace.advance(809 * SECOND, false, 709, 400, 310, HEAP)).isEqualTo(ASK);
  }

  @Test
  void whatIsMarkedAnywayNeedNotBeAskedFor() {
    MarkingPace pace = new MarkingPace(0);
    assertThat(pace.advance(100 * SECOND, true, 1000, 300, 0, HEAP)).isEqualTo(NONE);

    assertThat(pace.advance(105 * SECOND, false, 1000, 400, 300, HEAP)).isEqualTo(NONE);
    assertThat(pace.advance(110 * SECOND, false, 1000, 400, 300, HEAP)).isEqualTo(ASK);
  }

  @Test
  void onlyWhatWasAskedForIsMeasured() {
    MarkingPace pace = new MarkingPace(0);
    pace.advance(100 * SECOND, false, 1000, 300, 0, HEAP);
    pace.advance(101 * SECOND, true, 1, 300, 0, HEAP);
    assertThat(pace.advance(200 * SECOND, true, 100, 310, 300, HEAP)).isEqualTo(NONE);

    assertThat(pace.advance(210 * SECOND, false, 110, 400, 310, HEAP)).isEqualTo(ASK);
  }
}
