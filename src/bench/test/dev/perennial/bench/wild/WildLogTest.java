package dev.perennial.bench.wild;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class WildLogTest {
  private static final String LOG =
      """
      2026-12-01T10:00:00.100Z INFO [perennial-start] the agent has started, from agent.jar
      2026-12-01T10:00:00.200Z INFO [perennial-start] settings:
        perennial.action=automatic (default)
      2026-12-01T10:01:00.500Z WARN [perennial-judge] verdict UNSTABLE: threads 90 % for 5 min
      2026-12-01T10:01:05.500Z INFO [perennial-judge] over: the verdict was UNSTABLE; now STABLE: all
      2026-12-01T10:02:00Z WARN [perennial-judge] verdict CRITICAL: heap live set 99 %: full
      2026-12-01T10:02:10Z INFO [perennial-start] the agent has started, from agent.jar
      2026-12-01T10:02:10.300Z WARN [perennial-work] emergency restart: heap exhausted (3 refusals); critical 100 ms after the first sign, restarted after 1100 ms; no session is lost
      """;

  private final WildLog log = WildLog.of(LOG);

  @Test
  void livesVerdictsAndWhatTheGuardDidAreRead() {
    assertThat(log.starts()).hasSize(2);
    assertThat(log.secondLife()).contains(Instant.parse("2026-12-01T10:02:10Z"));
    assertThat(log.verdicts())
        .extracting(WildLog.Verdict::verdict)
        .containsExactly("UNSTABLE", "CRITICAL");
    assertThat(log.emergency())
        .contains(new WildLog.Emergency("heap exhausted (3 refusals)", 100, 1100));
    assertThat(log.guardCritical()).contains(Instant.parse("2026-12-01T10:02:09Z"));
  }

  @Test
  void theFirstVerdictIsThatOfTheRightThingAndSinceThen() {
    Instant begin = Instant.parse("2026-12-01T10:00:30Z");

    assertThat(log.first(begin, Pattern.compile("heap"), false))
        .hasValueSatisfying(v -> assertThat(v.verdict()).isEqualTo("CRITICAL"));
    assertThat(log.first(begin, Pattern.compile(""), false))
        .hasValueSatisfying(v -> assertThat(v.verdict()).isEqualTo("UNSTABLE"));
    assertThat(log.first(begin, Pattern.compile(""), true))
        .hasValueSatisfying(v -> assertThat(v.verdict()).isEqualTo("CRITICAL"));
    assertThat(log.first(begin.plusSeconds(600), Pattern.compile(""), false)).isEmpty();
  }

  @Test
  void anEmptyLogTellsNothing() {
    assertThat(WildLog.of("")).isEqualTo(new WildLog(List.of(), List.of(), Optional.empty()));
  }
}
