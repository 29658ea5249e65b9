package dev.perennial.coordinator.rejuvenation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.coordinator.aging.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimingTest {
  @ParameterizedTest(
      name = "{0}, load {1}, up {2} s, {3} s left, waited {4} s, ordered {5}: {6} because {7}")
  @CsvSource({
    "UNSTABLE, 0.1, 999,   -1,   0, false, true,  'it is quiet, load 0.10'",
    "UNSTABLE, 0.5, 999,   -1,   0, false, true,  'it is quiet, load 0.50'",
    "UNSTABLE, 0.6, 999,   -1,   0, false, false, waits in sync for a quiet moment",
    "UNSTABLE, 0.6, 999,   -1,  60, false, true,  'it is quiet, load 0.60'",
    "UNSTABLE, 0.9, 999,   -1, 239, false, false, waits in sync for a quiet moment",
    "UNSTABLE, 0.9, 999,   -1, 240, false, true,  'it is quiet, load 0.90'",
    "UNSTABLE, 5.0, 999,   -1, 299, false, false, waits in sync for a quiet moment",
    "UNSTABLE, 5.0, 999,   -1, 300, false, true,  has waited 300 s for a quiet moment",
    "UNSTABLE, 5.0, 999,  900,   0, false, true,  exhaustion is forecast in 900 s",
    "UNSTABLE, 5.0, 999,  901,   0, false, false, waits in sync for a quiet moment",
    "UNSTABLE, 5.0, 999,    0,   0, false, true,  exhaustion is forecast in 0 s",
    "CRITICAL, 5.0,   1,   -1,   0, false, true,  there may be no time left",
    "UNSTABLE, 0.1,  59,   -1,   0, false, false, has run for less than 60 s: too young",
    "UNSTABLE, 0.1,  59,   -1, 999, false, false, has run for less than 60 s: too young",
    "UNSTABLE, 0.1,  59,  100,   0, false, true,  exhaustion is forecast in 100 s",
    "UNSTABLE, 0.1,  60,   -1,   0, false, true,  'it is quiet, load 0.10'",
    "STABLE,   5.0,   1,   -1,   0, true,  true,  it was ordered",
  })
  void theMomentIsJudgedByLoadAndRunningTime(
      Verdict verdict,
      double load,
      double uptime,
      double left,
      double waited,
      boolean ordered,
      boolean now,
      String reason) {
    Timing timing = new Timing(TimingSettings.defaults());

    Timing.Answer answer =
        timing.judge(new Timing.Moment(verdict, load, uptime, left, waited, ordered));

    assertThat(answer).isEqualTo(new Timing.Answer(now, reason));
  }

  @Test
  void noPatienceMeansAtOnce() {
    Timing timing = new Timing(new TimingSettings(0.5, 0, 0, 0));

    assertThat(timing.judge(new Timing.Moment(Verdict.UNSTABLE, 9, 0, -1, 0, false)).now())
        .isTrue();
  }

  @Test
  void namesTheMistakeAndWhatIsAllowed() {
    assertThatThrownBy(() -> new TimingSettings(1.5, 0, 0, 0))
        .hasMessage("quietLoad (1.5) must be 0 to 1");
    assertThatThrownBy(() -> new TimingSettings(0.5, -1, 0, 0))
        .hasMessage("maxWaitSeconds (-1.0) must be 0 or more");
    assertThatThrownBy(() -> new TimingSettings(0.5, 0, Double.NaN, 0))
        .hasMessage("closeSeconds (NaN) must be 0 or more");
    assertThatThrownBy(() -> new TimingSettings(0.5, 0, 0, Double.POSITIVE_INFINITY))
        .hasMessage("minUptimeSeconds (Infinity) must be 0 or more");
  }
}
