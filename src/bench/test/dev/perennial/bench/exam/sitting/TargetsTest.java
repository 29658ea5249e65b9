package dev.perennial.bench.exam.sitting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.bench.exam.rule.Candidate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsTest {
  private static final double LIFE = 1000;

  private final List<Outcome> outcomes = new ArrayList<>();

  /** Servers that age for 1000 s, found so many seconds before the end; NaN is never. */
  private void scenario(String name, String rule, double... leads) {
    Outcome outcome = new Outcome(name, true, rule);
    for (double lead : leads) {
      outcome.aged(lead, LIFE, !(lead < 150));
    }
    outcomes.add(outcome);
  }

  @Test
  void ofWhatWasNotMeasuredNoForecastIsAsked() {
    Outcome outcome = new Outcome("one", true, Candidate.OURS);
    outcome.forecast(0.1, true, true);
    outcome.forecast(0.9, false, false);
    outcome.forecast(Double.POSITIVE_INFINITY, false, false);
    outcomes.add(outcome);

    assertThat(new Targets(outcomes, 0).toString())
        .containsSubsequence(
            "| error of the forecast at half-life, median <= 15 % | 90 % | **missed** |",
            "| - of those that were measured three times by then | 10 % of 1 | met |");
  }

  @Test
  void aScenarioIsToldByItsMedianAndAServerByItself() {
    scenario("one", Candidate.OURS, 100, 300, 400);
    scenario("one", Candidate.THRESHOLDS.get(0), Double.NaN, 200, 500);
    scenario("two", Candidate.OURS, 100, 200, 400);
    scenario("two", Candidate.THRESHOLDS.get(0), 10, 210, 220);

    String text = new Targets(outcomes, 0).toString();

    assertThat(text)
        .contains("| every aging server found | 6 of 6 | met |")
        .contains("| lead >= 30 min or 25 % of its life | 3 of 6 | **missed** |")
        .containsSubsequence(
            "| - of those that were measured twice before it was due | 3 of 4 | **missed** |",
            "| - median of each scenario | 1 of 2 | **missed** |",
            "never later than any threshold rule",
            "| - median of each scenario | 1 of 2 | **missed** |");
  }
}
