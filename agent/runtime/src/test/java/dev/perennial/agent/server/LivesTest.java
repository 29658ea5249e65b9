package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.status.PastRejuvenation;
import dev.perennial.coordinator.policy.Cure.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LivesTest {
  /** A rejuvenation that begins at a minute and takes one. */
  private static PastRejuvenation past(long minute, String outcome, String reason) {
    Instant begun = Instant.EPOCH.plus(Duration.ofMinutes(minute));
    Instant ended = begun.plus(Duration.ofMinutes(1));
    return new PastRejuvenation(
        1,
        begun,
        ended,
        outcome,
        reason,
        "s2",
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

  private static Life life(long minutes, boolean judged) {
    return new Life(Duration.ofMinutes(minutes), judged);
  }

  @Test
  void theFirstLifeBeganWithNoRestart() {
    assertThat(Lives.of(List.of(), Instant.EPOCH, "heap")).isEmpty();
  }

  @Test
  void aLifeIsFromOneRestartToTheNextVerdict() {
    List<PastRejuvenation> history =
        List.of(past(100, "rejuvenated", "heap"), past(161, "rejuvenated", "heap"));

    assertThat(Lives.of(history, null, "")).containsExactly(life(60, true));
    assertThat(Lives.of(history, Instant.EPOCH.plus(Duration.ofMinutes(192)), "heap"))
        .containsExactly(life(60, true), life(30, true));
  }

  @Test
  void whatAnOperatorOrAgeEndedWasNotJudged() {
    List<PastRejuvenation> history =
        List.of(
            past(10, "rejuvenated", "heap"),
            past(21, "rejuvenated", "ordered by an operator"),
            past(32, "rejuvenated", "running time 10 min, the greatest allowed is 10 min"));

    assertThat(Lives.of(history, null, "")).containsExactly(life(10, false), life(10, false));
  }

  @Test
  void anAttemptThatWasGivenUpEndsNoLife() {
    List<PastRejuvenation> history =
        List.of(
            past(10, "rejuvenated", "heap"),
            past(21, "given up: no successor", "heap"),
            past(71, "rejuvenated", "heap"));

    assertThat(Lives.of(history, null, "")).containsExactly(life(60, true));
  }
}
