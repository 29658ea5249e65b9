package dev.perennial.coordinator.aging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is thought of a server at a moment.
 *
 * @param verdict the worst of its indicators, after hold times
 * @param reason in words a person can act on; never empty
 * @param secondsToExhaustion the least forecast over the indicators, or null where nothing is
 *     forecast
 * @param findings one for each indicator
 */
public record Judgement(
    Verdict verdict, String reason, @Nullable Double secondsToExhaustion, List<Finding> findings) {
  public Judgement {
    findings = List.copyOf(findings);
  }

  /**
   * What is thought of one indicator.
   *
   * @param reading the last one
   * @param verdict after the hold time
   * @param reason in words
   * @param trendPerHour in the reading's unit, or null if not known
   * @param secondsToExhaustion forecast, or null
   * @param exhaustionLow lower end of the forecast's 90 % interval, seconds, or null
   * @param exhaustionHigh upper end of it; infinite if it may never be, null without a forecast
   * @param trendPerRequest growth for each request in the reading's unit, or null if not known or
   *     not the requests that it follows
   */
  public record Finding(
      Reading reading,
      Verdict verdict,
      String reason,
      @Nullable Double trendPerHour,
      @Nullable Double secondsToExhaustion,
      @Nullable Double exhaustionLow,
      @Nullable Double exhaustionHigh,
      @Nullable Double trendPerRequest) {
    /** A finding without a growth for each request. */
    public Finding(
        Reading reading,
        Verdict verdict,
        String reason,
        @Nullable Double trendPerHour,
        @Nullable Double secondsToExhaustion,
        @Nullable Double exhaustionLow,
        @Nullable Double exhaustionHigh) {
      this(
          reading,
          verdict,
          reason,
          trendPerHour,
          secondsToExhaustion,
          exhaustionLow,
          exhaustionHigh,
          null);
    }
  }
}
