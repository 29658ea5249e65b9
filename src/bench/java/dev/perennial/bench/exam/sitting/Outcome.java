package dev.perennial.bench.exam.sitting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What came of one rule in the traces of one scenario. Confined to one thread. */
final class Outcome {
  private static final double LEAST_LEAD_SECONDS = 1800;
  private static final double LEAST_LEAD_PART = 0.25;

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

  /** Traces of which enough was measured to be in time, and those of them found too late. */
  int knowable;

  int lateOfKnowable;

  int forecasts;
  int covered;

  /** Forecasts in the last part of each life. */
  final LastForecasts last = new LastForecasts();

  private final List<Double> collapseLeads = new ArrayList<>();
  private final List<Double> leads = new ArrayList<>();
  private final List<Double> leadParts = new ArrayList<>();
  private final List<Double> errors = new ArrayList<>();
  private final List<Double> errorsOfKnowable = new ArrayList<>();

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
   * @param isKnowable whether enough was measured for an alarm in time
   */
  void aged(double lead, double life, boolean isKnowable) {
    traces++;
    boolean found = !Double.isNaN(lead);
    boolean isLate = !found || !isInTime(lead, lead / life);
    detected += found ? 1 : 0;
    late += isLate ? 1 : 0;
    knowable += isKnowable ? 1 : 0;
    lateOfKnowable += isLate && isKnowable ? 1 : 0;
    leads.add(found ? lead : 0.0);
    leadParts.add(found ? lead / life : 0.0);
  }

  /**
   * Counts a trace whose response time collapsed.
   *
   * @param lead seconds from the alarm to the collapse, less than 0 if the alarm came later; NaN if
   *     there was no alarm
   */
  void collapsed(double lead) {
    collapseLeads.add(Double.isNaN(lead) ? Double.NEGATIVE_INFINITY : lead);
  }

  /** Returns traces whose response time collapsed. */
  List<Double> collapseLeads() {
    return collapseLeads;
  }

  List<Double> leads() {
    return leads;
  }

  /**
   * Counts a forecast at half of the life.
   *
   * @param error as a part of what remained, infinite if there was no forecast
   * @param isKnowable whether enough was measured to forecast by
   */
  void forecast(double error, boolean isCovered, boolean isKnowable) {
    errors.add(error);
    if (isKnowable) {
      errorsOfKnowable.add(error);
    }
    forecasts += Double.isFinite(error) ? 1 : 0;
    covered += isCovered ? 1 : 0;
  }

  /** Returns whether the median trace was found in time. */
  boolean isInTime() {
    return isInTime(medianLead(), medianLeadPart());
  }

  private static boolean isInTime(double lead, double partOfLife) {
    return lead >= LEAST_LEAD_SECONDS || partOfLife >= LEAST_LEAD_PART;
  }

  /** Returns how long before the end of such a life an alarm is due. */
  static double dueSeconds(double life) {
    return Math.min(LEAST_LEAD_SECONDS, LEAST_LEAD_PART * life);
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

  List<Double> errorsOfKnowable() {
    return errorsOfKnowable;
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
