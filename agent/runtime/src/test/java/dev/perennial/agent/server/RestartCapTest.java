package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.coordinator.aging.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RestartCapTest {
  private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");

  @Test
  void restartsWithinTheHourAreCounted() {
    List<PastRejuvenation> history =
        List.of(
            past(4000, "rejuvenated"),
            past(3000, "given up: it was held"),
            past(2000, "emergency restart: heap exhausted"),
            past(1000, "rejuvenated"));

    assertThat(RestartCap.obstacle(history, 3, NOW)).isEmpty();
    assertThat(RestartCap.obstacle(history, 2, NOW))
        .isEqualTo(
            "it was restarted 2 times within the hour, and perennial.restart.max-per-hour is 2");
    assertThat(RestartCap.obstacle(List.of(), 1, NOW)).isEmpty();
  }

  @Test
  void onlyWhatLastsIsAnEmergency() {
    CriticalTime critical = new CriticalTime();
    long minute = TimeUnit.SECONDS.toNanos(CriticalTime.TIME_TO_DUPLEX_SECONDS);

    assertThat(critical.lasts(Verdict.CRITICAL, 5)).isFalse();
    assertThat(critical.lasts(Verdict.CRITICAL, 4 + minute)).isFalse();
    assertThat(critical.lasts(Verdict.CRITICAL, 5 + minute)).isTrue();
    assertThat(critical.lasts(Verdict.UNSTABLE, 6 + minute)).isFalse();
    assertThat(critical.lasts(Verdict.CRITICAL, 7 + minute)).isFalse();
  }

  private static PastRejuvenation past(long secondsAgo, String outcome) {
    Instant when = NOW.minusSeconds(secondsAgo);
    return new PastRejuvenation(
        1,
        when,
        when,
        outcome,
        "aged",
        "b",
        PastRejuvenation.Moving.NONE,
        0,
        0,
        0,
        0,
        0,
        0,
        1,
        1,
        null);
  }
}
