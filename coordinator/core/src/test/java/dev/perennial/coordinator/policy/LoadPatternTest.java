package dev.perennial.coordinator.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoadPatternTest {
  private static final LocalDateTime MONDAY = LocalDateTime.parse("2026-11-23T00:00");

  /** Busy from 8 to 20, quietest at 3. */
  private static double load(LocalDateTime at) {
    int hour = at.getHour();
    return hour == 3 ? 0.0625 : hour >= 8 && hour < 20 ? 0.75 : 0.25;
  }

  private static LoadPattern afterDays(int days) {
    LoadPattern pattern = new LoadPattern();
    for (LocalDateTime at = MONDAY; at.isBefore(MONDAY.plusDays(days)); at = at.plusMinutes(1)) {
      pattern.add(at, load(at));
    }
    pattern.add(MONDAY.plusDays(days), 0);
    return pattern;
  }

  @Test
  void nothingIsKnownAtFirst() {
    assertThat(new LoadPattern().quieter(MONDAY, Duration.ofHours(24), 1)).isEmpty();
  }

  @Test
  void theQuietestHourWithinReachIsFound() {
    LoadPattern pattern = afterDays(7);

    assertThat(pattern.quieter(MONDAY.plusHours(12), Duration.ofHours(24), 0.56))
        .contains(new LoadPattern.Quieter(Duration.ofHours(15), 0.0625));
    assertThat(pattern.quieter(MONDAY.plusHours(12), Duration.ofHours(10), 0.56))
        .contains(new LoadPattern.Quieter(Duration.ofHours(8), 0.25));
    assertThat(pattern.quieter(MONDAY.plusHours(12), Duration.ofHours(7), 0.56)).isEmpty();
  }

  @Test
  void anHourBeginsAtItsBeginning() {
    assertThat(
            afterDays(7).quieter(MONDAY.plusHours(19).plusMinutes(50), Duration.ofMinutes(10), 0.5))
        .map(LoadPattern.Quieter::in)
        .contains(Duration.ofMinutes(10));
  }

  @Test
  void dayNotSeenYetIsTakenToBeLikeTheOthers() {
    LoadPattern pattern = afterDays(1);

    assertThat(pattern.quieter(MONDAY.plusDays(1).plusHours(12), Duration.ofHours(24), 0.5))
        .map(LoadPattern.Quieter::in)
        .contains(Duration.ofHours(15));
  }

  @Test
  void aWeekendOfItsOwnIsLearned() {
    LoadPattern pattern = new LoadPattern();
    for (LocalDateTime at = MONDAY; at.isBefore(MONDAY.plusDays(14)); at = at.plusMinutes(1)) {
      pattern.add(at, at.getDayOfWeek().getValue() >= 6 ? 0.01 : 0.5);
    }

    Optional<LoadPattern.Quieter> friday =
        pattern.quieter(MONDAY.plusDays(4).plusHours(12), Duration.ofHours(24), 0.3);
    assertThat(friday).map(LoadPattern.Quieter::in).contains(Duration.ofHours(12));
    assertThat(pattern.quieter(MONDAY.plusHours(12), Duration.ofHours(24), 0.3)).isEmpty();
  }

  @Test
  void aFewSamplesOfAnHourSayNothing() {
    LoadPattern pattern = new LoadPattern();
    for (int i = 0; i < 29; i++) {
      pattern.add(MONDAY.plusSeconds(i), 0.1);
    }
    pattern.add(MONDAY.plusHours(1), 0.1);

    assertThat(pattern.quieter(MONDAY.plusHours(2), Duration.ofHours(24), 1)).isEmpty();
  }

  @Test
  void whatCouldNotBeMeasuredDoesNotCount() {
    LoadPattern pattern = new LoadPattern();
    for (int i = 0; i < 60; i++) {
      pattern.add(MONDAY.plusMinutes(i), i % 2 == 0 ? Double.NaN : 0.25);
    }
    pattern.add(MONDAY.plusHours(1), 0.5);

    assertThat(pattern.quieter(MONDAY.plusHours(2), Duration.ofHours(24), 1))
        .map(LoadPattern.Quieter::load)
        .contains(0.25);
  }

  @Test
  void itOutlivesARestart() {
    LoadPattern next = new LoadPattern();
    next.restore(afterDays(2).export());

    assertThat(next.quieter(MONDAY.plusHours(12), Duration.ofHours(24), 0.5))
        .map(LoadPattern.Quieter::in)
        .contains(Duration.ofHours(15));
    assertThat(next.export()).isEqualTo(afterDays(2).export());
  }

  @Test
  void rubbishIsPassedOver() {
    LoadPattern pattern = afterDays(1);
    String before = pattern.export();

    pattern.restore("");
    pattern.restore("1 2 3");
    pattern.restore(before.replace("0.2", "x"));

    assertThat(pattern.export()).isEqualTo(before);
  }
}
