package dev.perennial.bench.exam.sitting;

import dev.perennial.bench.exam.rule.Candidate;
import dev.perennial.bench.exam.sitting.ClassTables.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Holds our judge's outcomes against what was promised. */
final class Targets {
  private static final double MOST_NANOS = 1e6;

  private final List<Outcome> all;
  private final List<Outcome> ofAllKinds;
  private final List<Outcome> ours;
  private final double cpuNanos;
  private final TargetTable table = new TargetTable();

  /**
   * @param all outcomes, those of other rules too
   */
  Targets(List<Outcome> all, double cpuNanos) {
    this.all = all;
    this.ofAllKinds = all.stream().filter(o -> o.rule.equals(Candidate.OURS)).toList();
    this.ours = ofAllKinds.stream().filter(o -> Kind.MADE_UP.has(o.scenario)).toList();
    this.cpuNanos = cpuNanos;
  }

  @Override
  public String toString() {
    new ClassTargets(ofAllKinds, table).add();
    if (!ours.isEmpty()) {
      falseAlarms();
      aging();
      forecasts();
    }
    table.line(
        "< 1 ms of CPU a sample", ExamTable.number(cpuNanos / 1e6) + " ms", cpuNanos < MOST_NANOS);
    return table.toString();
  }

  private void falseAlarms() {
    double days = 0;
    long alarms = 0;
    for (Outcome o : ours) {
      if (!o.aging) {
        days += o.healthyDays;
        alarms += o.falseAlarms;
      }
    }
    double bound = days > 0 ? Poisson.upper95(alarms) / days : Double.NaN;
    table.line(
        "false alarms <= 0.01 a day (95 %), over >= 1,000 days",
        String.format(Locale.ROOT, "%d in %.0f days, <= %.4f", alarms, days, bound),
        bound <= 0.01 && days >= 1000);
  }

  private void aging() {
    int traces = 0;
    int found = 0;
    int late = 0;
    int knowable = 0;
    int lateOfKnowable = 0;
    int beaten = 0;
    int byLive = 0;
    for (Outcome o : ours) {
      if (o.aging) {
        traces += o.traces;
        found += o.detected;
        late += o.late;
        knowable += o.knowable;
        lateOfKnowable += o.lateOfKnowable;
        beaten += o.beaten;
        byLive += o.beatenWithoutGarbage;
      }
    }
    table.line("every aging server found", found + " of " + traces, found == traces);
    table.line("lead >= 30 min or 25 % of its life", of(traces - late, traces), late == 0);
    table.line(
        "- of those that were measured twice before it was due",
        of(knowable - lateOfKnowable, knowable),
        lateOfKnowable == 0);
    List<Outcome> aging = ours.stream().filter(o -> o.aging).toList();
    long inTime = aging.stream().filter(Outcome::isInTime).count();
    long first = aging.stream().filter(this::isFirst).count();
    table.line("- median of each scenario", of(inTime, aging.size()), inTime == aging.size());
    table.line("never later than any threshold rule", of(traces - beaten, traces), beaten == 0);
    table.line("- median of each scenario", of(first, aging.size()), first == aging.size());
    table.line("- than those that go by what lives", of(traces - byLive, traces), byLive == 0);
  }

  /** By the median lead, against the best of the thresholds in that scenario. */
  private boolean isFirst(Outcome our) {
    return all.stream()
        .filter(o -> o.scenario.equals(our.scenario) && Candidate.THRESHOLDS.contains(o.rule))
        .allMatch(o -> o.medianLead() <= our.medianLead());
  }

  private static String of(long part, long all) {
    return part + " of " + all;
  }

  private void forecasts() {
    List<Double> errors = new ArrayList<>();
    List<Double> knowable = new ArrayList<>();
    int piecewise = 0;
    int covered = 0;
    for (Outcome o : ours) {
      if (o.aging) {
        errors.addAll(o.errors());
        knowable.addAll(o.errorsOfKnowable());
        if (o.scenario.contains("piecewise")) {
          piecewise += o.forecasts;
          covered += o.covered;
        }
      }
    }
    double error = Outcome.quantile(errors, 0.5);
    table.line(
        "error of the forecast at half-life, median <= 15 %",
        ExamTable.percent(error), error <= 0.15);
    double errorOfKnowable = Outcome.quantile(knowable, 0.5);
    table.line(
        "- of those that were measured three times by then",
        ExamTable.percent(errorOfKnowable) + " of " + knowable.size(),
        errorOfKnowable <= 0.15);
    double part = covered / (double) piecewise;
    table.line(
        "90 % interval covers 85 to 95 % (piecewise-linear)",
        piecewise == 0 ? "no forecasts" : covered + " of " + piecewise,
        part >= 0.85 && part <= 0.95);
  }
}
