package dev.perennial.agent.jmx;

import dev.perennial.coordinator.aging.Judgement.Finding;
import org.jspecify.annotations.Nullable;

/** The last finding on an indicator. */
final class IndicatorBean implements IndicatorMXBean {
  private volatile Finding finding;

  IndicatorBean(Finding finding) {
    this.finding = finding;
  }

  void update(Finding next) {
    finding = next;
  }

  @Override
  public double getValue() {
    return finding.reading().value();
  }

  @Override
  public double getLimit() {
    return finding.reading().limit();
  }

  @Override
  public String getUnit() {
    return finding.reading().unit();
  }

  @Override
  public double getLevel() {
    return finding.reading().level();
  }

  @Override
  public @Nullable Double getTrendPerHour() {
    return finding.trendPerHour();
  }

  @Override
  public @Nullable Double getTrendPerRequest() {
    return finding.trendPerRequest();
  }

  @Override
  public @Nullable Double getSecondsToExhaustion() {
    return finding.secondsToExhaustion();
  }

  @Override
  public @Nullable Double getSecondsToExhaustionLow() {
    return finding.exhaustionLow();
  }

  @Override
  public @Nullable Double getSecondsToExhaustionHigh() {
    return finding.exhaustionHigh();
  }

  @Override
  public String getVerdict() {
    return finding.verdict().name();
  }

  @Override
  public String getReason() {
    return finding.reason();
  }
}
