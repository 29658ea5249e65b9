package dev.perennial.bench.exam.sitting;

import dev.perennial.bench.exam.sitting.ClassTables.Kind;
import java.util.List;
import java.util.Locale;

/** Holds our judge's outcomes in each class of traces against what was promised for that class. */
final class ClassTargets {
  private static final double LEAST = 0.95;
  private static final double MOST_ERROR = 0.1;

  private final List<Outcome> ours;
  private final TargetTable table;

  ClassTargets(List<Outcome> ours, TargetTable table) {
    this.ours = ours;
    this.table = table;
  }

  /** Adds the lines of all classes of which there are traces. */
  void add() {
    for (Kind kind : Kind.values()) {
      List<Outcome> outcomes =
          ours.stream().filter(o -> kind.has(o.scenario) && o.traces > 0).toList();
      if (outcomes.isEmpty()) {
        continue;
      }
      switch (kind) {
        case REAL_HEALTHY -> noAlarm("real healthy machines", outcomes);
        case REAL_EXHAUSTED -> exhausted(outcomes);
        case REAL_PLANTED -> {
          all("planted leaks", "found", outcomes);
          lastForecasts("planted leaks", outcomes);
        }
        case RECORDED -> {
          noAlarm("recordings of healthy JVMs", outcomes);
          lastForecasts("recordings", outcomes);
        }
        case SCENES -> {
          noAlarm("healthy scenes", outcomes);
          all("scenes", "found in time", outcomes);
        }
        case MADE_UP -> {
          precisionAndRecall(outcomes);
          lastForecasts("made up", outcomes);
        }
      }
    }
  }

  private void noAlarm(String which, List<Outcome> outcomes) {
    long alarms = 0;
    double days = 0;
    for (Outcome o : outcomes) {
      alarms += o.aging ? 0 : o.falseAlarms;
      days += o.aging ? 0 : o.healthyDays;
    }
    table.line(
        which + ": no alarm",
        String.format(
            Locale.ROOT,
            "%d in %.1f days, <= %.4f a day (95 %%)",
            alarms,
            days,
            Poisson.upper95(alarms) / days),
        alarms == 0);
  }

  private void all(String which, String what, List<Outcome> outcomes) {
    long lives = outcomes.stream().filter(o -> o.aging).mapToLong(o -> o.traces).sum();
    long found = outcomes.stream().mapToLong(o -> o.detected).sum();
    table.line(which + ": " + what, found + " of " + lives, found == lives);
  }

  private void exhausted(List<Outcome> outcomes) {
    List<Double> collapses = outcomes.stream().flatMap(o -> o.collapseLeads().stream()).toList();
    long before = collapses.stream().filter(lead -> lead > 0).count();
    table.line(
        "real exhausted systems: found before the response collapses",
        before + " of " + collapses.size(),
        before == collapses.size());
    List<Double> errors = outcomes.stream().flatMap(o -> o.errors().stream()).toList();
    double worst = Outcome.quantile(errors, 1);
    table.line(
        "real exhausted systems: error at half-life <= 10 %, the worst",
        ExamTable.percent(worst), worst <= MOST_ERROR);
    lastForecasts("real exhausted systems", outcomes);
  }

  private void precisionAndRecall(List<Outcome> outcomes) {
    long lives = 0;
    long found = 0;
    long alarms = 0;
    for (Outcome o : outcomes) {
      lives += o.aging ? o.traces : 0;
      found += o.detected;
      alarms += o.falseAlarms;
    }
    Proportion precision = new Proportion(found, found + alarms);
    Proportion recall = new Proportion(found, lives);
    table.line("made up: precision per life >= 95 %", precision.text(), precision.low() >= LEAST);
    table.line("made up: recall per life >= 95 %", recall.text(), recall.low() >= LEAST);
  }

  private void lastForecasts(String which, List<Outcome> outcomes) {
    LastForecasts last = new LastForecasts();
    outcomes.forEach(o -> last.add(o.last));
    if (last.forecasts() == 0) {
      return;
    }
    Proportion safe = new Proportion(last.safe(), last.forecasts());
    table.line(
        which + ": lower end at or below the truth in >= 95 %, last 30 %",
        safe.text() + ", width " + ClassTables.times(last.medianWidth()),
        safe.value() >= LEAST);
  }
}
