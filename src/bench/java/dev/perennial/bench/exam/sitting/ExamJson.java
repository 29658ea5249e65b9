package dev.perennial.bench.exam.sitting;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes the outcomes as JSON. */
final class ExamJson {
  private final List<Outcome> outcomes;
  private final Map<String, Double> cpuNanos;

  ExamJson(List<Outcome> outcomes, Map<String, Double> cpuNanos) {
    this.outcomes = outcomes;
    this.cpuNanos = cpuNanos;
  }

  String text() {
    return outcomes.stream().map(this::object).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private String object(Outcome o) {
    String common =
        String.format(
            Locale.ROOT,
            "{\"scenario\":\"%s\",\"aging\":%b,\"rule\":\"%s\",\"servers\":%d,\"healthyDays\":%.4f,"
                + "\"falseAlarms\":%d,\"cpuNanos\":%s",
            o.scenario,
            o.aging,
            o.rule,
            o.traces,
            o.healthyDays,
            o.falseAlarms,
            number(cpuNanos.getOrDefault(o.rule, Double.NaN)));
    if (!o.aging) {
      return common + "}";
    }
    return common
        + String.format(
            Locale.ROOT,
            ",\"found\":%d,\"late\":%d,\"laterThanThreshold\":%d,\"laterThanLiveThreshold\":%d,\"leadMedian\":%s,\"leadWorst\":%s,"
                + "\"leadPartMedian\":%s,\"leadPartWorst\":%s,\"forecasts\":%d,\"covered\":%d,"
                + "\"errorMedian\":%s}",
            o.detected,
            o.late,
            o.beaten,
            o.beatenWithoutGarbage,
            number(o.medianLead()),
            number(o.worstLead()),
            number(o.medianLeadPart()),
            number(o.worstLeadPart()),
            o.forecasts,
            o.covered,
            number(o.medianError()));
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : "null";
  }
}
