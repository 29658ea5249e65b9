package dev.perennial.bench.exam.sitting;

import dev.perennial.bench.exam.recording.Recordings;
import dev.perennial.bench.exam.rule.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the outcomes as Markdown: scenarios x rules, then all scenarios together, then targets.
 */
final class ExamTable {
  private static final String HEAD =
      """
      | scenario | rule | servers | found | lead, median | worst | of its life, median | worst \
      | false alarms | a day | <= (95 %) | error at half-life | 90 % interval covers |
      | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
      """;

  private final List<Outcome> outcomes;
  private final Map<String, Double> cpuNanos;

  ExamTable(List<Outcome> outcomes, Map<String, Double> cpuNanos) {
    this.outcomes = outcomes;
    this.cpuNanos = cpuNanos;
  }

  String text() {
    StringBuilder text = new StringBuilder(HEAD);
    outcomes.forEach(o -> text.append(line(o)));
    text.append("\nAll made-up servers together, and what judging costs:\n\n");
    text.append("| rule | found | in time | as early as any threshold | false alarms a day ");
    text.append(
        "| <= (95 %) | CPU a sample |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    cpuNanos.keySet().forEach(rule -> text.append(summary(rule)));
    List<Outcome> ours = of(Candidate.OURS);
    if (!ours.isEmpty()) {
      text.append('\n').append(new Targets(ours, cpuNanos.getOrDefault(Candidate.OURS, 0.0)));
    }
    return text.toString();
  }

  private List<Outcome> of(String rule) {
    return outcomes.stream().filter(o -> o.rule.equals(rule)).toList();
  }

  private static String line(Outcome o) {
    List<String> cells = new ArrayList<>(List.of(o.scenario, o.rule, "" + o.traces));
    if (o.aging) {
      cells.add(o.detected + " of " + o.traces);
      cells.add(o.detected == 0 ? "" : duration(o.medianLead()));
      cells.add(o.detected == 0 ? "" : duration(o.worstLead()));
      cells.add(o.detected == 0 ? "" : percent(o.medianLeadPart()));
      cells.add(o.detected == 0 ? "" : percent(o.worstLeadPart()));
    } else {
      cells.addAll(List.of("", "", "", "", ""));
    }
    cells.add("" + o.falseAlarms);
    // Of a few minutes, a rate says nothing.
    boolean rate = o.healthyDays >= 1 && !o.aging;
    cells.add(rate ? number(o.falseAlarmsADay()) : "");
    cells.add(rate ? number(o.falseAlarmsADayBound()) : "");
    cells.add(o.forecasts == 0 ? "" : percent(o.medianError()));
    cells.add(o.forecasts == 0 ? "" : o.covered + " of " + o.forecasts);
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
      if (Recordings.isOne(o.scenario)) {
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
