package dev.perennial.bench.exam.sitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.bench.exam.Rule;
import dev.perennial.bench.exam.Rule.Forecast;
import dev.perennial.bench.exam.Rule.Opinion;
import dev.perennial.bench.exam.TinyTrace;
import dev.perennial.bench.exam.Trace;
import dev.perennial.bench.exam.rule.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PassTest {
  private static final double DAY = 86400;
  private static final Candidate ALWAYS = candidate("always", sample -> Opinion.of(true));
  private static final Candidate NEVER = candidate("never", sample -> Opinion.of(false));

  private final Trace healthy = new TinyTrace(age -> 0.2, Double.NaN, DAY);
  private final Trace aging = new TinyTrace(age -> age / 10_000, 1_000, 9_000);

  private static Candidate candidate(String name, Rule rule) {
    return new Candidate(name, () -> rule);
  }

  private static Outcome examine(Candidate candidate, Trace... traces) {
    return examine(List.of(candidate), traces).get(0);
  }

  private static List<Outcome> examine(List<Candidate> candidates, Trace... traces) {
    Map<Candidate, Outcome> row = new LinkedHashMap<>();
    for (Candidate candidate : candidates) {
      row.put(candidate, new Outcome(traces[0].name(), traces[0].isAging(), candidate.name()));
    }
    for (Trace trace : traces) {
      new Pass(trace, candidates, row).run();
    }
    return new ArrayList<>(row.values());
  }

  @Test
  void aRuleThatAlwaysAlarmsDoesSoInEachOfItsLives() {
    Outcome outcome = examine(ALWAYS, healthy, healthy);

    assertThat(outcome.healthyDays).isCloseTo(2, within(1e-9));
    assertThat(outcome.falseAlarms).isEqualTo(2 * 1440);
    assertThat(outcome.falseAlarmsADayBound()).isGreaterThan(1440);
  }

  @Test
  void aRuleThatNeverAlarmsHasNoFalseAlarmsAndFindsNothing() {
    Outcome calm = examine(NEVER, healthy);
    Outcome missed = examine(NEVER, aging);

    assertThat(calm.falseAlarms).isZero();
    assertThat(calm.falseAlarmsADayBound()).isCloseTo(2.996, within(0.001));
    assertThat(missed.detected).isZero();
    assertThat(missed.late).isEqualTo(1);
  }

  @Test
  void anAlarmThatLastsIsOneAndEndsWithTheLife() {
    Candidate full = candidate("full", s -> Opinion.of(s.readings().get(0).level() >= 0.85));
    Trace fillsInEachLife = new TinyTrace(age -> age / (0.3 * DAY), Double.NaN, DAY);

    assertThat(examine(full, fillsInEachLife).falseAlarms).isEqualTo(3);
  }

  @Test
  void aNewLifeHasANewRule() {
    Outcome outcome = examine(new Candidate("third", PassTest::alarmingAtTheThirdSample), healthy);

    assertThat(outcome.falseAlarms).isEqualTo(1440 / 3);
  }

  private static Rule alarmingAtTheThirdSample() {
    int[] seen = {0};
    return sample -> Opinion.of(++seen[0] >= 3);
  }

  @Test
  void leadIsCountedFromTheAlarmToTheEnd() {
    Candidate half = candidate("half", s -> Opinion.of(s.readings().get(0).level() >= 0.5));
    Outcome outcome = examine(half, aging);

    assertThat(outcome.detected).isEqualTo(1);
    assertThat(outcome.medianLead()).isCloseTo(9_000 - 5_040, within(1e-9));
    assertThat(outcome.medianLeadPart()).isCloseTo(3_960 / 8_000.0, within(1e-9));
    assertThat(outcome.late).isZero();
  }

  @Test
  void anAlarmBeforeTheAgingBeganIsFalse() {
    Outcome outcome = examine(ALWAYS, aging);

    assertThat(outcome.falseAlarms).isEqualTo(16);
    assertThat(outcome.medianLead()).isCloseTo(9_000 - 1_020, within(1e-9));
  }

  @Test
  void aForecastIsScoredAtHalfOfTheLife() {
    Candidate right = forecasting(s -> new Forecast(9_000 - s, 0, 9_000));
    Candidate tooLong = forecasting(s -> new Forecast(2 * (9_000 - s), 9_000, 20_000));
    List<Outcome> outcomes = examine(List.of(right, tooLong, NEVER), aging);

    assertThat(outcomes.get(0).medianError()).isCloseTo(0, within(1e-9));
    assertThat(outcomes.get(0).covered).isEqualTo(1);
    assertThat(outcomes.get(1).medianError()).isCloseTo(1, within(1e-9));
    assertThat(outcomes.get(1).covered).isZero();
    assertThat(outcomes.get(2).medianError()).isInfinite();
    assertThat(outcomes.get(2).forecasts).isZero();
  }

  private static Candidate forecasting(java.util.function.DoubleFunction<Forecast> forecast) {
    return candidate("forecast", s -> new Opinion(false, forecast.apply(s.atSeconds())));
  }

  @Test
  void aThresholdThatWasEarlierIsSeen() {
    Candidate ours = candidate("ours", s -> Opinion.of(s.readings().get(0).level() >= 0.8));
    Candidate threshold =
        candidate(Candidate.THRESHOLDS.get(0), s -> Opinion.of(s.readings().get(0).level() >= 0.7));
    List<Outcome> outcomes = examine(List.of(ours, threshold), aging);

    assertThat(outcomes.get(0).beaten).isEqualTo(1);
    assertThat(outcomes.get(1).beaten).isZero();
  }

  @Test
  void theTableShowsRulesThatKnowNothing() {
    List<Outcome> outcomes = new ArrayList<>(examine(List.of(ALWAYS, NEVER), healthy));
    outcomes.addAll(examine(List.of(ALWAYS, NEVER), aging));
    Map<String, Double> cpu = new LinkedHashMap<>();
    cpu.put("always", 10.0);
    cpu.put("never", 10.0);
    String table = new ExamTable(outcomes, cpu).text();

    assertThat(table)
        .contains("| scenario | servers | always | never |")
        .contains("| tiny | 1 | 1440.00/d (<= 150")
        .contains("| 0.0000/d (<= 3.00) |")
        .contains("| tiny leak | 1 | 1: 2.2 h, 2.2 h | none |");
  }
}
