package dev.perennial.bench.exam.sitting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.bench.exam.machine.MachineTraces;
import dev.perennial.bench.exam.rule.Candidate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClassTablesTest {
  private final List<Outcome> outcomes = new ArrayList<>();

  private Outcome outcome(String scenario, boolean aging) {
    Outcome outcome = new Outcome(scenario, aging, Candidate.OURS);
    outcomes.add(outcome);
    return outcome;
  }

  private String text() {
    return new ClassTables(outcomes, List.of(Candidate.OURS)).text();
  }

  @Test
  void classesAreNotPutTogether() {
    Outcome machines = outcome(MachineTraces.HEALTHY, false);
    machines.traces = 2;
    machines.healthyDays = 12;
    machines.falseAlarms = 3;
    Outcome madeUp = outcome("heap, linear", true);
    madeUp.aged(400, 1000, true);
    madeUp.aged(Double.NaN, 1000, true);
    Outcome madeUpHealthy = outcome("daily cycle", false);
    madeUpHealthy.traces = 1;
    madeUpHealthy.healthyDays = 7;
    madeUpHealthy.falseAlarms = 1;

    assertThat(text())
        .containsSubsequence(
            "Real machines that were never exhausted:",
            "| Perennial | 0 | none | 3 | 12.0 |  |  |",
            "Made-up servers:",
            "| Perennial | 2 | 50.0 % [9.5, 90.5] | 1 | 7.0 | 50.0 % [9.5, 90.5] | 0.500 |")
        .doesNotContain("Recordings", "exhaustion:");
  }

  @Test
  void aTargetIsHeldAgainstItsClassAlone() {
    Outcome machines = outcome(MachineTraces.HEALTHY, false);
    machines.traces = 2;
    machines.healthyDays = 12;
    Outcome run = outcome(MachineTraces.EXHAUSTED, true);
    run.aged(4000, 10_000, true);
    run.collapsed(-1);
    run.forecast(0.09, true, true);
    Outcome madeUp = outcome("heap, linear", true);
    madeUp.aged(400, 1000, true);
    madeUp.falseAlarms = 1;

    assertThat(new Targets(outcomes, 0).toString())
        .contains(
            "| real healthy machines: no alarm | 0 in 12.0 days, <= 0.2496 a day (95 %) | met |",
            "found before the response collapses | 0 of 1 | **missed** |",
            "error at half-life <= 10 %, the worst | 9 % | met |",
            "| made up: precision per life >= 95 % | 50.0 % [9.5, 90.5] | **missed** |");
  }
}
