package dev.perennial.bench.exam.sitting;

import dev.perennial.bench.exam.Rule;
import dev.perennial.bench.exam.Rule.Forecast;
import dev.perennial.bench.exam.Rule.Opinion;
import dev.perennial.bench.exam.Run;
import dev.perennial.bench.exam.Sample;
import dev.perennial.bench.exam.Trace;
import dev.perennial.bench.exam.rule.Candidate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts the rules on one trace. */
final class Pass {
  private static final double DAY = 86400;

  private final Trace trace;
  private final List<Candidate> candidates;
  private final Map<Candidate, Outcome> outcomes;

  Pass(Trace trace, List<Candidate> candidates, Map<Candidate, Outcome> outcomes) {
    this.trace = trace;
    this.candidates = candidates;
    this.outcomes = outcomes;
  }

  void run() {
    if (trace.isAging()) {
      aging();
    } else {
      healthy();
    }
  }

  /**
   * All rules look at once, as the made-up server costs more than most of them; one that alarms
   * gets a run of its own, in which its alarms have consequences.
   */
  private void healthy() {
    List<Rule> rules = candidates.stream().map(c -> c.begin().get()).toList();
    boolean[] alarmed = new boolean[rules.size()];
    Run run = trace.run();
    double end = 0;
    while (run.hasNext()) {
      Sample sample = run.next();
      end = sample.atSeconds();
      for (int i = 0; i < alarmed.length; i++) {
        alarmed[i] = alarmed[i] || rules.get(i).judge(sample).alarm();
      }
    }
    for (int i = 0; i < alarmed.length; i++) {
      Outcome outcome = outcome(i);
      outcome.traces++;
      outcome.healthyDays += end / DAY;
      outcome.falseAlarms += alarmed[i] ? falseAlarms(candidates.get(i)) : 0;
    }
  }

  private int falseAlarms(Candidate candidate) {
    int count = 0;
    Run run = trace.run();
    Rule rule = candidate.begin().get();
    while (run.hasNext()) {
      if (rule.judge(run.next()).alarm()) {
        count++;
        run.renew();
        rule = nextLife(rule, candidate);
      }
    }
    return count;
  }

  private static Rule nextLife(Rule rule, Candidate candidate) {
    Rule next = rule.nextLife();
    return next == null ? candidate.begin().get() : next;
  }

  private void aging() {
    int count = candidates.size();
    Rule[] rules = new Rule[count];
    double[] alarmAt = new double[count];
    Forecast[] forecasts = new Forecast[count];
    for (int i = 0; i < count; i++) {
      rules[i] = candidates.get(i).begin().get();
      alarmAt[i] = Double.NaN;
    }
    double since = trace.agingSinceSeconds();
    double end = trace.exhaustedAtSeconds();
    double half = (since + end) / 2;
    double halfAt = Double.NaN;
    Measurements measured = new Measurements(trace);
    List<LastForecasts.Life> last = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      last.add(outcome(i).last.life(since, end));
    }
    Run run = trace.run();
    while (run.hasNext()) {
      Sample sample = run.next();
      measured.look(sample);
      double now = sample.atSeconds();
      boolean isHalf = Double.isNaN(halfAt) && now >= half;
      for (int i = 0; i < count; i++) {
        boolean done = !Double.isNaN(alarmAt[i]) && !Double.isNaN(halfAt);
        if (done && !candidates.get(i).forecasts()) {
          continue;
        }
        Opinion opinion = rules[i].judge(sample);
        if (opinion.alarm() && now < since) {
          outcome(i).falseAlarms++;
          rules[i] = nextLife(rules[i], candidates.get(i));
        } else if (opinion.alarm() && Double.isNaN(alarmAt[i])) {
          alarmAt[i] = now;
        }
        if (isHalf) {
          forecasts[i] = opinion.forecast();
        }
        last.get(i).look(now, opinion.forecast());
      }
      halfAt = isHalf ? now : halfAt;
    }
    double earliest = earliest(alarmAt, Candidate.THRESHOLDS);
    double earliestOfLive =
        earliest(alarmAt, Candidate.THRESHOLDS.subList(1, Candidate.THRESHOLDS.size()));
    for (int i = 0; i < count; i++) {
      Outcome outcome = outcome(i);
      outcome.healthyDays += since / DAY;
      outcome.aged(end - alarmAt[i], end - since, measured.tellInTime());
      outcome.beaten += isLater(alarmAt[i], earliest) ? 1 : 0;
      outcome.beatenWithoutGarbage += isLater(alarmAt[i], earliestOfLive) ? 1 : 0;
      if (!Double.isNaN(trace.collapsedAtSeconds())) {
        outcome.collapsed(trace.collapsedAtSeconds() - alarmAt[i]);
      }
      score(outcome, forecasts[i], end - halfAt, measured.tellByHalf());
    }
  }

  private double earliest(double[] alarmAt, List<String> names) {
    double earliest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < alarmAt.length; i++) {
      if (names.contains(candidates.get(i).name()) && alarmAt[i] < earliest) {
        earliest = alarmAt[i];
      }
    }
    return earliest;
  }

  /** Never is later than any time. */
  private static boolean isLater(double alarmAt, double than) {
    return Double.isFinite(than) && !(alarmAt <= than);
  }

  private static void score(
      Outcome outcome, @Nullable Forecast forecast, double remaining, boolean isKnowable) {
    if (forecast == null) {
      outcome.forecast(Double.POSITIVE_INFINITY, false, isKnowable);
    } else {
      outcome.forecast(
          Math.abs(forecast.seconds() - remaining) / remaining,
          forecast.low() <= remaining && remaining <= forecast.high(),
          isKnowable);
    }
  }

  private Outcome outcome(int candidate) {
    return Objects.requireNonNull(outcomes.get(candidates.get(candidate)));
  }
}
