package dev.perennial.coordinator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.policy.WhenToAct.Moment;
import dev.perennial.coordinator.policy.WhenToAct.Pressure;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhenToActTest {
  private static final LocalDateTime MONDAY = LocalDateTime.parse("2026-11-23T00:00");
  private static final WhenToAct ALWAYS_OPEN =
      new WhenToAct(MaintenanceWindows.always(), 0.1, 300, 60);
  private static final WhenToAct AT_NIGHT =
      new WhenToAct(MaintenanceWindows.parse("22:00-06:00"), 0.1, 300, 60);

  /** Load 0.8 by day, 0.2 from 20:00, 0.05 at 03:00. */
  private static LoadPattern pattern() {
    LoadPattern pattern = new LoadPattern();
    for (LocalDateTime at = MONDAY.minusDays(7); at.isBefore(MONDAY); at = at.plusMinutes(1)) {
      int hour = at.getHour();
      pattern.add(at, hour == 3 ? 0.05 : hour >= 8 && hour < 20 ? 0.8 : 0.2);
    }
    pattern.add(MONDAY, 0);
    return pattern;
  }

  private static Moment at(
      String time, Verdict verdict, Pressure pressure, double hoursLeft, double load, int servers) {
    double seconds = hoursLeft < 0 ? -1 : hoursLeft * 3600;
    LocalDateTime at = LocalDateTime.parse("2026-11-23T" + time);
    return new Moment(verdict, pressure, seconds, load, servers, at);
  }

  @ParameterizedTest
  @CsvSource({
    // There is time until the window, or there is not: half of what is left is safe.
    "12:00, UNSTABLE, EXHAUSTION, 24, 1, 'waits for its maintenance window, which opens in 10 h'",
    "12:00, UNSTABLE, EXHAUSTION, 20, 1, ''",
    "21:00, UNSTABLE, EXHAUSTION, 3, 1, 'waits for its maintenance window, which opens in 60 min'",
    // Others may be as old: each takes a minute.
    "21:00, UNSTABLE, EXHAUSTION, 2.05, 1, 'waits for its maintenance window, which opens in 60 min'",
    "21:00, UNSTABLE, EXHAUSTION, 2.05, 3, ''",
    // Nothing is forecast: five minutes of patience.
    "21:56, UNSTABLE, EXHAUSTION, -1, 1, 'waits for its maintenance window, which opens in 4 min'",
    "21:54, UNSTABLE, EXHAUSTION, -1, 1, ''",
    // Age alone can wait for any window.
    "06:00, UNSTABLE, AGE, -1, 1, 'waits for its maintenance window, which opens in 16 h'",
    // In the window there is nothing to wait for.
    "23:00, UNSTABLE, EXHAUSTION, 24, 1, ''",
    "23:00, UNSTABLE, AGE, -1, 1, ''",
    // Who may be about to fail waits for nothing, and who is well has nothing to wait for.
    "12:00, CRITICAL, EXHAUSTION, 24, 1, ''",
    "12:00, SUSPECT, EXHAUSTION, 24, 1, ''",
    "12:00, STABLE, EXHAUSTION, -1, 1, ''",
  })
  void theWindowIsWaitedForWhileThatIsSafe(
      String time, Verdict verdict, Pressure pressure, double hours, int servers, String waits) {
    assertThat(AT_NIGHT.waitsFor(at(time, verdict, pressure, hours, 0.05, servers), pattern()))
        .isEqualTo(waits);
  }

  @ParameterizedTest
  @CsvSource({
    "12:00, 40, 0.8, 'waits for a quieter hour, which begins in 15 h: load 0.05, now 0.80'",
    "12:00, 20, 0.8, 'waits for a quieter hour, which begins in 8 h: load 0.20, now 0.80'",
    "12:00, 10, 0.8, ''",
    "12:00, -1, 0.8, ''",
    "12:00, 40, 0.1, ''",
    "21:00, 5, 0.2, ''",
    "21:00, 20, 0.2, 'waits for a quieter hour, which begins in 6 h: load 0.05, now 0.20'",
    "03:10, 40, 0.05, ''",
  })
  void aQuieterHourIsWaitedForWhileThatIsSafe(
      String time, double hours, double load, String waits) {
    Moment moment = at(time, Verdict.UNSTABLE, Pressure.EXHAUSTION, hours, load, 1);

    assertThat(ALWAYS_OPEN.waitsFor(moment, pattern())).isEqualTo(waits);
  }

  @Test
  void noHourIsWaitedForThatIsOutsideTheWindow() {
    WhenToAct evening = new WhenToAct(MaintenanceWindows.parse("18:00-21:00"), 0.1, 300, 60);
    Moment moment = at("18:30", Verdict.UNSTABLE, Pressure.EXHAUSTION, 100, 0.8, 1);

    assertThat(evening.waitsFor(moment, pattern())).isEmpty();
  }

  @Test
  void whatIsNotLearnedIsNotWaitedFor() {
    Moment moment = at("12:00", Verdict.UNSTABLE, Pressure.EXHAUSTION, 100, 0.8, 1);

    assertThat(ALWAYS_OPEN.waitsFor(moment, new LoadPattern())).isEmpty();
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    MaintenanceWindows always = MaintenanceWindows.always();
    assertThatThrownBy(() -> new WhenToAct(always, 1.1, 1, 1)).hasMessageContaining("1.1");
    assertThatThrownBy(() -> new WhenToAct(always, 1, -1, 1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> new WhenToAct(always, 1, 1, Double.NaN)).hasMessageContaining("NaN");
  }
}
