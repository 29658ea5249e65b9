package dev.perennial.bench.exam.rule;

import dev.perennial.bench.exam.Rule;
import dev.perennial.bench.exam.Sample;
import dev.perennial.coordinator.aging.Judge;
import dev.perennial.coordinator.aging.JudgeSettings;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Judgement.Finding;
import dev.perennial.coordinator.aging.Reading;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.forecast.LivedLevels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Perennial's judge as it comes. */
final class OurJudge implements Rule {
  private final Judge judge;

  OurJudge() {
    this(LivedLevels.NONE);
  }

  private OurJudge(LivedLevels earlier) {
    judge = new Judge(JudgeSettings.defaults(), earlier);
  }

  @Override
  public Rule nextLife() {
    return new OurJudge(judge.lived());
  }

  @Override
  public Opinion judge(Sample sample) {
    List<Reading> readings = new ArrayList<>(sample.readings().size());
    for (Reading reading : sample.readings()) {
      if (!reading.indicator().equals(Sample.HEAP_USED)) {
        readings.add(reading);
      }
    }
    Judgement judgement = judge.judge(readings, Math.round(sample.atSeconds() * 1e9));
    boolean alarm = judgement.verdict().compareTo(Verdict.UNSTABLE) >= 0;
    Forecast forecast = forecast(judgement);
    return forecast == null ? Opinion.of(alarm) : new Opinion(alarm, forecast);
  }

  private static @Nullable Forecast forecast(Judgement judgement) {
    for (Finding finding : judgement.findings()) {
      Double seconds = finding.secondsToExhaustion();
      Double low = finding.exhaustionLow();
      Double high = finding.exhaustionHigh();
      if (seconds != null
          && low != null
          && high != null
          && seconds.equals(judgement.secondsToExhaustion())) {
        return new Forecast(seconds, low, high);
      }
    }
    return null;
  }
}
