package dev.perennial.bench.exam.sitting;

import dev.perennial.bench.exam.machine.MachineTraces;
import dev.perennial.bench.exam.recording.Recordings;
import dev.perennial.bench.exam.scene.Scenes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** One table for each class of traces, a row for each rule. Classes are never put together. */
final class ClassTables {
  /** A class of traces. */
  enum Kind {
    REAL_HEALTHY("Real machines that were never exhausted"),
    REAL_EXHAUSTED("Real systems that were run to exhaustion"),
    REAL_PLANTED("Real machines with a leak planted on top"),
    RECORDED("Recordings of real JVMs"),
    SCENES("Scenes of some minutes, written with the rules that they examine"),
    MADE_UP("Made-up servers");

    final String title;

    Kind(String title) {
      this.title = title;
    }

    /** Returns whether a scenario belongs to it. */
    boolean has(String scenario) {
      return switch (this) {
        case REAL_HEALTHY -> scenario.equals(MachineTraces.HEALTHY);
        case REAL_EXHAUSTED -> scenario.equals(MachineTraces.EXHAUSTED);
        case REAL_PLANTED -> scenario.equals(MachineTraces.PLANTED);
        case RECORDED -> Recordings.isOne(scenario);
        case SCENES -> Scenes.isOne(scenario);
        case MADE_UP ->
            !MachineTraces.isOne(scenario)
                && !Recordings.isOne(scenario)
                && !Scenes.isOne(scenario);
      };
    }
  }

  private static final String HEAD =
      """
      | rule | lives that age | found (recall) | false alarms | healthy days | precision | F1 | lead to exhaustion, median \
      | lead to response collapse, median | error at half-life, median | last 30 %: with a forecast | late | lower end at or below the truth \
      | width of the interval, median |
      | --- | ---: | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: |
      """;

  private final List<Outcome> outcomes;
  private final Collection<String> rules;

  ClassTables(List<Outcome> outcomes, Collection<String> rules) {
    this.outcomes = outcomes;
    this.rules = rules;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (Kind kind : Kind.values()) {
      StringBuilder rows = new StringBuilder();
      for (String rule : rules) {
        List<Outcome> row =
            outcomes.stream().filter(o -> o.rule.equals(rule) && kind.has(o.scenario)).toList();
        rows.append(row.stream().anyMatch(o -> o.traces > 0) ? row(rule, row) : "");
      }
      if (rows.length() > 0) {
        text.append('\n').append(kind.title).append(":\n\n").append(HEAD).append(rows);
      }
    }
    return text.toString();
  }

  private static String row(String rule, List<Outcome> outcomes) {
    long lives = 0;
    long found = 0;
    long alarms = 0;
    double days = 0;
    List<Double> leads = new ArrayList<>();
    List<Double> collapses = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    LastForecasts last = new LastForecasts();
    for (Outcome o : outcomes) {
      lives += o.aging ? o.traces : 0;
      found += o.detected;
      alarms += o.falseAlarms;
      days += o.healthyDays;
      leads.addAll(o.leads());
      collapses.addAll(o.collapseLeads());
      errors.addAll(o.errors());
      last.add(o.last);
    }
    boolean forecasts = last.forecasts() > 0;
    double f1 = 2.0 * found / (found + alarms + lives);
    List<String> cells =
        List.of(
            rule,
            "" + lives,
            new Proportion(found, lives).text(),
            "" + alarms,
            String.format(Locale.ROOT, "%.1f", days),
            lives == 0 ? "" : new Proportion(found, found + alarms).text(),
            lives == 0 ? "" : String.format(Locale.ROOT, "%.3f", f1),
            lives == 0 ? "" : ExamTable.duration(Outcome.quantile(leads, 0.5)),
            lead(Outcome.quantile(collapses, 0.5)),
            forecasts ? ExamTable.percent(Outcome.quantile(errors, 0.5)) : "",
            forecasts ? new Proportion(last.forecasts(), last.moments()).text() : "",
            forecasts ? new Proportion(last.late(), last.forecasts()).text() : "",
            forecasts ? new Proportion(last.safe(), last.forecasts()).text() : "",
            forecasts ? times(last.medianWidth()) : "");
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String lead(double seconds) {
    if (Double.isNaN(seconds)) {
      return "";
    }
    return seconds < 0 ? "after it" : ExamTable.duration(seconds);
  }

  static String times(double width) {
    return Double.isFinite(width)
        ? String.format(Locale.ROOT, "%.1f times what remained", width)
        : "without end";
  }
}
