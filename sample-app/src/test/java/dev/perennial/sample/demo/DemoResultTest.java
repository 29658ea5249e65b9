package dev.perennial.sample.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.perennial.sample.client.Figures;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoResultTest {
  private static final Figures GOOD = new Figures(1_000, 0, 0, 0, 3, 1, 420);

  @Test
  void passesOnlyWithoutAnyFlaw() {
    assertThat(result(1, round(GOOD, 30_000, 7, 7, "")).passed()).isTrue();

    assertThat(result(2, round(GOOD, 30_000, 7, 7, "")).passed()).as("a round missing").isFalse();
    assertThat(result(1, round(GOOD, -1, 7, 7, "late")).passed()).as("not back").isFalse();
    assertThat(result(1, round(GOOD, 30_000, 7, 8, "")).passed()).as("another pid").isFalse();
    for (Figures bad :
        List.of(
            new Figures(1_000, 1, 0, 0, 0, 0, 1),
            new Figures(1_000, 0, 1, 0, 0, 0, 1),
            new Figures(1_000, 0, 0, 1, 0, 0, 1))) {
      assertThat(result(1, round(bad, 30_000, 7, 7, "")).passed()).as("%s", bad).isFalse();
      assertThat(
              new DemoResult(
                      DemoMode.ACTIVE_STANDBY, 1, List.of(round(GOOD, 30_000, 7, 7, "")), bad)
                  .passed())
          .as("outside of the rounds: %s", bad)
          .isFalse();
    }
  }

  @Test
  void theVerdictNamesAllThatIsWrong() {
    assertThat(result(1, round(GOOD, 30_000, 7, 7, "")).verdict("")).isEqualTo("PASSED");
    assertThat(result(1, round(GOOD, 30_000, 7, 8, "")).verdict(""))
        .isEqualTo("FAILED: s1 has another pid: 7, then 8");
    assertThat(result(2, round(GOOD, 30_000, 7, 7, "")).verdict(""))
        .isEqualTo("FAILED: only 1 of 2 rounds were finished");
    assertThat(
            new DemoResult(DemoMode.ACTIVE_STANDBY, 1, List.of(), new Figures(9, 1, 2, 3, 0, 0, 4))
                .verdict("s1 is late"))
        .isEqualTo("FAILED: s1 is late; 1 failed requests; 2 lost writes; 3 stale reads");
  }

  @Test
  void jsonHasExactlyTheFieldsThatProgramsRelyOn() throws Exception {
    DemoResult result = result(2, round(GOOD, 30_000, 7, 7, ""), round(GOOD, 40_000, 9, 9, ""));

    JsonNode json = new JsonMapper().readTree(result.json());

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "requests",
            "failed",
            "lost",
            "stale",
            "sessionsMoved",
            "maxClientWaitMs",
            "switchPauseMs",
            "verdictToBackMs",
            "pidBefore",
            "pidAfter",
            "mode",
            "rounds");
    assertThat(json.path("requests").asLong(0)).isEqualTo(1_000);
    assertThat(json.path("sessionsMoved").asLong(0)).isEqualTo(520);
    assertThat(json.path("maxClientWaitMs").asLong(0)).isEqualTo(420);
    assertThat(json.path("switchPauseMs").asLong(0)).isEqualTo(80);
    assertThat(json.path("verdictToBackMs").asLong(0)).isEqualTo(40_000);
    assertThat(json.path("pidBefore").asLong(0)).isEqualTo(9);
    assertThat(json.path("mode").asText()).isEqualTo("active-standby");
    assertThat(json.path("rounds").asLong(0)).isEqualTo(2);
  }

  @Test
  void jsonOfARunWithoutARoundSaysSo() throws Exception {
    JsonNode json = new JsonMapper().readTree(result(1).json());

    assertThat(json.path("rounds").asLong(-1)).isZero();
    assertThat(json.path("verdictToBackMs").asLong(0)).isEqualTo(-1);
    assertThat(json.path("pidBefore").asLong(0)).isEqualTo(-1);
  }

  @Test
  void theTableHasAColumnForEachRound() {
    String table =
        String.join(
            "\n",
            ResultTable.lines(
                result(2, round(GOOD, 30_000, 7, 7, ""), round(GOOD, -1, 9, 9, "late"))));

    assertThat(table).contains("round 1", "round 2", "whole run", "30.0 s", "never", "100.0 MiB");
    assertThat(table.lines().filter(l -> l.contains("lost writes")).findFirst().orElseThrow())
        .matches(" *lost writes +0 +0 +0");
    assertThat(table.lines().filter(l -> l.contains("pid after")).findFirst().orElseThrow())
        .matches(" *pid after +7 +9");
  }

  private static DemoResult result(int wanted, RoundResult... rounds) {
    return new DemoResult(DemoMode.ACTIVE_STANDBY, wanted, List.of(rounds), GOOD);
  }

  private static RoundResult round(
      Figures figures, long back, long pidBefore, long pidAfter, String problem) {
    return new RoundResult(
        "s1", figures, 260, 80, back, 100L << 20, 30L << 20, pidBefore, pidAfter, problem);
  }
}
