package dev.perennial.bench.exam.sitting;

import dev.perennial.bench.exam.rule.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the outcomes as Markdown: scenarios x rules, ours in full, all scenarios together,
 * targets.
 */
final class ExamTable {
  private static final String OURS_HEAD =
      """

      Ours in full; its life is that of the aging:

      | scenario | found | in time | later than a threshold of what lives | lead, median | worst | of its life, median | worst \
      | alarms before it aged | error at half-life | 90 % interval covers |
      | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
      """;

  private final List<Outcome> outcomes;
  private final Map<String, Double> cpuNanos;

  ExamTable(List<Outcome> outcomes, Map<String, Double> cpuNanos) {
    this.outcomes = outcomes;
    this.cpuNanos = cpuNanos;
  }

  String text() {
    StringBuilder text = new StringBuilder("| scenario | servers | ");
    text.append(String.join(" | ", cpuNanos.keySet())).append(" |\n| --- | ---: |");
    text.append(" --- |".repeat(cpuNanos.size())).append('\n');
    Map<String, List<Outcome>> rows = new LinkedHashMap<>();
    outcomes.forEach(o -> rows.computeIfAbsent(o.scenario, s -> new ArrayList<>()).add(o));
    rows.values().forEach(row -> text.append(row(row)));
    List<Outcome> ours = of(Candidate.OURS);
    if (ours.stream().anyMatch(o -> o.aging)) {
      text.append(OURS_HEAD);
      ours.stream().filter(o -> o.aging).forEach(o -> text.append(inFull(o)));
    }
    text.append("\nAll made-up servers together, and what judging costs:\n\n");
    text.append("| rule | found | in time | as early as any threshold | false alarms a day ");
    text.append(
        "| <= (95 %) | CPU a sample |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    cpuNanos.keySet().forEach(rule -> text.append(summary(rule)));
    text.append(new ClassTables(outcomes, cpuNanos.keySet()).text());
    if (!ours.isEmpty()) {
      text.append('\n').append(new Targets(outcomes, cpuNanos.getOrDefault(Candidate.OURS, 0.0)));
    }
    return text.toString();
  }

  private List<Outcome> of(String rule) {
    return outcomes.stream().filter(o -> o.rule.equals(rule)).toList();
  }

  private static String row(List<Outcome> row) {
    StringBuilder text = new StringBuilder("| ").append(row.get(0).scenario);
    text.append(" | ").append(row.get(0).traces).append(" |");
    row.forEach(o -> text.append(' ').append(o.aging ? agingCell(o) : healthyCell(o)).append(" |"));
    return text.append('\n').toString();
  }

  /** Returns false alarms a day with their bound; of a few minutes, a rate says nothing. */
  private static String healthyCell(Outcome o) {
    return o.healthyDays < 0.5
        ? o.falseAlarms + " false"
        : number(o.falseAlarmsADay()) + "/d (<= " + number(o.falseAlarmsADayBound()) + ")";
  }

  /** Returns how many were found, and with what lead: median, worst. */
  private static String agingCell(Outcome o) {
    return o.detected == 0
        ? "none"
        : o.detected + ": " + duration(o.medianLead()) + ", " + duration(o.worstLead());
  }

  private static String inFull(Outcome o) {
    List<String> cells =
        List.of(
            o.scenario,
            o.detected + " of " + o.traces,
            "" + (o.traces - o.late),
            "" + o.beatenWithoutGarbage,
            duration(o.medianLead()),
            duration(o.worstLead()),
            percent(o.medianLeadPart()),
            percent(o.worstLeadPart()),
            "" + o.falseAlarms,
            o.forecasts == 0 ? "none" : percent(o.medianError()),
            o.forecasts == 0 ? "none" : o.covered + " of " + o.forecasts);
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private String summary(String rule) {
    int traces = 0;
    int found = 0;
    int late = 0;
    int beaten = 0;
    long alarms = 0;
    double days = 0;
    for (Outcome o : of(rule)) {
      if (!ClassTables.Kind.MADE_UP.has(o.scenario)) {
        continue;
      }
      if (o.aging) {
        traces += o.traces;
        found += o.detected;
        late += o.late;
        beaten += o.beaten;
      } else {
        alarms += o.falseAlarms;
        days += o.healthyDays;
      }
    }
    return String.format(
        Locale.ROOT,
        "| %s | %d of %d | %d | %d | %s | %s | %.1f us |%n",
        rule,
        found,
        traces,
        traces - late,
        traces - beaten,
        days > 0 ? number(alarms / days) : "",
        days > 0 ? number(Poisson.upper95(alarms) / days) : "",
        cpuNanos.getOrDefault(rule, Double.NaN) / 1000);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, value < 0.1 ? "%.4f" : "%.2f", value);
  }

  static String percent(double part) {
    return Double.isFinite(part) ? String.format(Locale.ROOT, "%.0f %%", 100 * part) : "none";
  }

  static String duration(double seconds) {
    if (seconds < 120) {
      return String.format(Locale.ROOT, "%.0f s", seconds);
    }
    if (seconds < 7200) {
      return String.format(Locale.ROOT, "%.0f min", seconds / 60);
    }
    return seconds < 172800
        ? String.format(Locale.ROOT, "%.1f h", seconds / 3600)
        : String.format(Locale.ROOT, "%.1f d", seconds / 86400);
  }
}
