package dev.perennial.coordinator.aging;

import dev.perennial.coordinator.aging.Judgement.Finding;
import dev.perennial.coordinator.forecast.Forecaster;
import dev.perennial.coordinator.forecast.LivedLevels;
import dev.perennial.coordinator.forecast.Outlook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The judging block: readings in, a verdict with its reason out. It remembers how long levels have
 * lasted; the same readings at the same times give the same judgements. Confined to one thread.
 */
public final class Judge {
  private static final String GC_TIME = "gc.time";
  private static final String EXHAUSTED = "exhausted.";
  private static final String HEAP = "heap.live";

  private static final long LEAST_GAP_NANOS = 10_000_000_000L;

  private final JudgeSettings settings;
  private final Map<String, IndicatorJudge> indicators = new HashMap<>();
  private final CollectionsJudge collections;
  private final Forecaster forecaster;
  private final Failing failing;
  private long firstNanos;
  private long lastNanos;
  private boolean looked;

  public Judge(JudgeSettings settings) {
    this(settings, LivedLevels.NONE);
  }

  /**
   * @param earlier what earlier lives of the server taught
   */
  public Judge(JudgeSettings settings, LivedLevels earlier) {
    this.settings = settings;
    settings
        .limits()
        .forEach((name, limit) -> indicators.put(name, new IndicatorJudge(name, limit, settings)));
    this.failing = new Failing(settings);
    this.forecaster = new Forecaster(settings.forecast(), earlier);
    this.collections = new CollectionsJudge(settings);
  }

  /**
   * Judges readings made at the same moment, one of each indicator.
   *
   * @param nowNanos of any clock that does not go back
   */
  public Judgement judge(List<Reading> readings, long nowNanos) {
    forgetWhatWasNotWatched(readings, nowNanos);
    forecaster.load(
        seconds(nowNanos), value(readings, "load.rate"), value(readings, "load.requests"));
    double heap = level(readings, HEAP);
    Moment moment =
        new Moment(
            nowNanos,
            forecaster.workedSeconds(seconds(nowNanos)),
            value(readings, "gc.overhead"),
            failing.advance(readings, nowNanos));
    List<Finding> findings = new ArrayList<>();
    for (Reading reading : readings) {
      findings.add(finding(reading, heap, moment));
    }
    Verdict worst = findings.stream().map(Finding::verdict).reduce(Verdict.STABLE, Verdict::worse);
    return new Judgement(worst, reason(worst, findings), soonest(findings), findings);
  }

  /** Returns what this life and earlier ones taught, for the next. */
  public LivedLevels lived() {
    return forecaster.lived();
  }

  private double seconds(long nowNanos) {
    return (nowNanos - firstNanos) / 1e9;
  }

  private static double value(List<Reading> readings, String indicator) {
    for (Reading reading : readings) {
      if (reading.indicator().equals(indicator)) {
        return reading.value();
      }
    }
    return Double.NaN;
  }

  private static double level(List<Reading> readings, String indicator) {
    for (Reading reading : readings) {
      if (reading.indicator().equals(indicator)) {
        return reading.level();
      }
    }
    return Double.NaN;
  }

  private static @Nullable Double soonest(List<Finding> findings) {
    Double least = null;
    for (Finding finding : findings) {
      Double seconds = finding.secondsToExhaustion();
      if (seconds != null && (least == null || seconds < least)) {
        least = seconds;
      }
    }
    return least;
  }

  private Finding finding(Reading reading, double heap, Moment moment) {
    if (!Double.isFinite(reading.value())) {
      return IndicatorJudge.finding(
          reading, Verdict.STABLE, reading.indicator() + " could not be read");
    }
    if (reading.indicator().equals(GC_TIME)) {
      return collections.judge(reading, heap, moment.nanos() / 1e9);
    }
    Double most = settings.most().get(reading.indicator());
    if (most != null && reading.value() >= most) {
      return IndicatorJudge.finding(
          reading,
          Verdict.UNSTABLE,
          Words.of(reading) + ", the greatest allowed is " + Words.amount(most, reading.unit()));
    }
    if (reading.indicator().startsWith(EXHAUSTED)) {
      return exhausted(reading);
    }
    IndicatorJudge judge = indicators.get(reading.indicator());
    if (judge == null) {
      return IndicatorJudge.finding(reading, Verdict.STABLE, Words.of(reading));
    }
    Outlook outlook =
        judge.isForecast(reading)
            ? forecaster.indicator(
                reading.indicator(), seconds(moment.nanos()), reading.unbounded(), reading.room())
            : Outlook.UNKNOWN;
    return judge.judge(reading, outlook, moment);
  }

  /** What counts was decided where it was seen, within seconds: there is no time for a hold. */
  private static Finding exhausted(Reading reading) {
    String words = Words.of(reading);
    return reading.value() > 0
        ? IndicatorJudge.finding(reading, Verdict.CRITICAL, words + ": exhausted")
        : IndicatorJudge.finding(reading, Verdict.STABLE, words);
  }

  /** What nobody has looked at does not count as lasting. */
  private void forgetWhatWasNotWatched(List<Reading> readings, long nowNanos) {
    long gap = Math.max(LEAST_GAP_NANOS, Math.round(settings.holdSeconds() * 1e9 / 4));
    if (!looked) {
      firstNanos = nowNanos;
    }
    boolean blind = looked && nowNanos - lastNanos > gap;
    if (blind) {
      failing.forget();
    }
    Set<String> read = new HashSet<>();
    for (Reading reading : readings) {
      if (Double.isFinite(reading.value())) {
        read.add(reading.indicator());
      }
    }
    indicators.forEach(
        (name, judge) -> {
          if (blind || !read.contains(name)) {
            judge.forget();
          }
        });
    looked = true;
    lastNanos = nowNanos;
  }

  private static String reason(Verdict worst, List<Finding> findings) {
    if (worst == Verdict.STABLE) {
      return "all indicators are within their limits";
    }
    return findings.stream()
        .filter(f -> f.verdict() == worst)
        .map(Finding::reason)
        .collect(Collectors.joining("; "));
  }
}
