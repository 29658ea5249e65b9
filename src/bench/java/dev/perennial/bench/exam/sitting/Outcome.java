package dev.perennial.bench.exam.sitting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What came of one rule in the traces of one scenario. Confined to one thread. */
final class Outcome {
  final String scenario;
  final boolean aging;
  final String rule;

  int traces;
  int detected;
  double healthyDays;
  long falseAlarms;

  /** Traces found too late: less than 30 minutes and less than a quarter of its life ahead. */
  int late;

  /** Traces that a mere threshold found earlier. */
  int beaten;

  /** Of those, traces that a threshold found which does not count garbage. */
  int beatenWithoutGarbage;

  int forecasts;
  int covered;
  private final List<Double> leads = new ArrayList<>();
  private final List<Double> leadParts = new ArrayList<>();
  private final List<Double> errors = new ArrayList<>();

  Outcome(String scenario, boolean aging, String rule) {
    this.scenario = scenario;
    this.aging = aging;
    this.rule = rule;
  }

  /**
   * Counts a trace in which something ran out.
   *
   * @param lead seconds from the alarm to the exhaustion, NaN if there was no alarm
   * @param life seconds that the aging took
   */
  void aged(double lead, double life) {
    traces++;
    boolean found = !Double.isNaN(lead);
    detected += found ? 1 : 0;
    late += found && isInTime(lead, lead / life) ? 0 : 1;
    leads.add(found ? lead : 0.0);
    leadParts.add(found ? lead / life : 0.0);
  }

  /**
   * Counts a forecast at half of the life.
   *
   * @param error as a part of what remained, infinite if there was no forecast
   */
  void forecast(double error, boolean isCovered) {
    errors.add(error);
    forecasts += Double.isFinite(error) ? 1 : 0;
    covered += isCovered ? 1 : 0;
  }

  /** Returns whether the median trace was found in time. */
  boolean isInTime() {
    return isInTime(medianLead(), medianLeadPart());
  }

  private static boolean isInTime(double lead, double partOfLife) {
    return lead >= 1800 || partOfLife >= 0.25;
  }

  double medianLead() {
    return quantile(leads, 0.5);
  }

  double worstLead() {
    return quantile(leads, 0);
  }

  double medianLeadPart() {
    return quantile(leadParts, 0.5);
  }

  double worstLeadPart() {
    return quantile(leadParts, 0);
  }

  /** Returns the median over all traces; infinite if most had no forecast. */
  double medianError() {
    return quantile(errors, 0.5);
  }

  List<Double> errors() {
    return errors;
  }

  double falseAlarmsADay() {
    return falseAlarms / healthyDays;
  }

  double falseAlarmsADayBound() {
    return Poisson.upper95(falseAlarms) / healthyDays;
  }

  /** Returns the value below which a part lies, the lower of two; NaN without values. */
  static double quantile(List<Double> values, double part) {
    if (values.isEmpty()) {
      return Double.NaN;
    }
    double[] sorted = values.stream().mapToDouble(d -> d).toArray();
    Arrays.sort(sorted);
    return sorted[(int) (part * (sorted.length - 1))];
  }
}
