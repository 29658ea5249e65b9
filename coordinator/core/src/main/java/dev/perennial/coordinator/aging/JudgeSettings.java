package dev.perennial.coordinator.aging;

import dev.perennial.coordinator.forecast.ForecastSettings;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the judgement goes by.
 *
 * @param limits by indicator; one that is not named is shown and never judged
 * @param holdSeconds how long a level must be exceeded without a break before it counts
 * @param criticalHoldSeconds how long a critical level must last; shorter, as there may be no time
 * @param gcWeight of the GC debt that builds up to UNSTABLE
 * @param gcDebtSeconds of debt that are UNSTABLE
 * @param emergencyGcWeight of the GC debt that builds up to CRITICAL
 * @param emergencyGcDebtSeconds of debt that are CRITICAL
 * @param most by indicator, the value in its own unit from which a server is UNSTABLE at once and
 *     whatever else is known: of what only grows, as its running time
 * @param forecast what a growth must fulfil to be UNSTABLE before any level is reached
 */
public record JudgeSettings(
    Map<String, Limit> limits,
    double holdSeconds,
    double criticalHoldSeconds,
    double gcWeight,
    double gcDebtSeconds,
    double emergencyGcWeight,
    double emergencyGcDebtSeconds,
    Map<String, Double> most,
    ForecastSettings forecast) {
  public JudgeSettings {
    limits = Map.copyOf(limits);
    most = Map.copyOf(most);
    finite("holdSeconds", holdSeconds, 0);
    finite("criticalHoldSeconds", criticalHoldSeconds, 0);
    finite("gcWeight", gcWeight, Double.MIN_VALUE);
    finite("gcDebtSeconds", gcDebtSeconds, Double.MIN_VALUE);
    finite("emergencyGcWeight", emergencyGcWeight, Double.MIN_VALUE);
    finite("emergencyGcDebtSeconds", emergencyGcDebtSeconds, Double.MIN_VALUE);
    most.forEach((indicator, value) -> finite("most " + indicator, value, Double.MIN_VALUE));
  }

  /**
   * The levels of one indicator. A reading without a limit is never judged by parts of it.
   *
   * @param warn from which it is SUSPECT
   * @param unstable from which it is UNSTABLE; infinite for never
   * @param critical from which it is CRITICAL; infinite for never
   * @param firm whether it is UNSTABLE there even if it has settled at such a level
   * @param of what the levels are measured in
   */
  public record Limit(double warn, double unstable, double critical, boolean firm, Of of) {
    /** What levels are measured in. */
    public enum Of {
      /** Parts of the reading's limit. */
      LIMIT,
      /** The reading's own unit. */
      VALUE
    }

    public Limit(double warn, double unstable, double critical) {
      this(warn, unstable, critical, false, Of.LIMIT);
    }

    public Limit {
      if (!(warn > 0 && warn <= unstable && unstable <= critical)) {
        throw new IllegalArgumentException(
            "levels (" + warn + ", " + unstable + ", " + critical + ") must rise and be above 0");
      }
    }

    /** Returns levels that never go beyond SUSPECT. */
    public static Limit warningOnly(double warn) {
      return new Limit(warn, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /**
     * Returns a warning that never goes beyond SUSPECT, at a value in the unit of the reading.
     *
     * @param value from which it is SUSPECT
     */
    public static Limit warningFromValue(double value) {
      double never = Double.POSITIVE_INFINITY;
      return new Limit(value, never, never, false, Of.VALUE);
    }

    /**
     * Returns levels of which one alone is UNSTABLE, and none CRITICAL; warned of at 7/8.
     *
     * @param of what it is measured in
     */
    public static Limit only(double unstable, Of of) {
      return new Limit(unstable * 0.875, unstable, Double.POSITIVE_INFINITY, false, of);
    }

    /**
     * Returns levels around the one that is UNSTABLE: warned of at 7/8, critical half way to full.
     */
    public static Limit at(double unstable) {
      return new Limit(unstable * 0.875, unstable, Math.max(unstable, (1 + unstable) / 2));
    }
  }

  /** Returns the defaults: 85 to 90 % of a resource for 5 min, GC debt of 30 s, any uptime. */
  public static JudgeSettings defaults() {
    Map<String, Limit> limits = new LinkedHashMap<>();
    limits.put("heap.live", new Limit(0.70, 0.85, 0.95));
    limits.put("gc.overhead", new Limit(0.15, 0.30, 0.80));
    limits.put("metaspace", Limit.at(0.85));
    limits.put("code.cache", Limit.at(0.90));
    limits.put("buffers.direct", Limit.at(0.85));
    limits.put("threads", Limit.at(0.85));
    limits.put("files", Limit.at(0.85));
    limits.put("buffers.netty", Limit.at(0.85));
    limits.put("mappings", Limit.at(0.85));
    // No warning below: it is a part of what the heap has left, which a busy heap makes little of.
    limits.put("memory.native", new Limit(0.85, 0.85, 0.925));
    limits.put("memory.container", new Limit(0.95, 0.95, 0.98));
    limits.put("memory.refusals", new Limit(0.05, 0.5, Double.POSITIVE_INFINITY));
    limits.put("threads.deadlocked", Limit.warningFromValue(1));
    // Not load.cpu: the processor may be busy with other processes, which says nothing of this one.
    limits.put("load.requests", Limit.warningOnly(0.90));
    limits.put("load.latency.p99", Limit.warningFromValue(5));
    limits.put("requests.failed", Limit.warningOnly(0.10));
    limits.put("latency.drift", Limit.warningFromValue(2));
    return new JudgeSettings(
        limits, 300, 30, 0.33, 30, 5, 30, Map.of(), ForecastSettings.defaults());
  }

  /** Returns these settings with another limit of an indicator, and makes it firm. */
  public JudgeSettings withLimit(String indicator, Limit limit) {
    Map<String, Limit> next = new LinkedHashMap<>(limits);
    next.put(
        indicator, new Limit(limit.warn(), limit.unstable(), limit.critical(), true, limit.of()));
    return new JudgeSettings(
        next,
        holdSeconds,
        criticalHoldSeconds,
        gcWeight,
        gcDebtSeconds,
        emergencyGcWeight,
        emergencyGcDebtSeconds,
        most,
        forecast);
  }

  /** Returns these settings with another hold time; the critical one is not longer. */
  public JudgeSettings withHold(double seconds) {
    return new JudgeSettings(
        limits,
        seconds,
        Math.min(seconds, criticalHoldSeconds),
        gcWeight,
        gcDebtSeconds,
        emergencyGcWeight,
        emergencyGcDebtSeconds,
        most,
        forecast);
  }

  /**
   * Returns these settings with a greatest value of an indicator.
   *
   * @param value in its unit
   */
  public JudgeSettings withMost(String indicator, double value) {
    Map<String, Double> next = new LinkedHashMap<>(most);
    next.put(indicator, value);
    return new JudgeSettings(
        limits,
        holdSeconds,
        criticalHoldSeconds,
        gcWeight,
        gcDebtSeconds,
        emergencyGcWeight,
        emergencyGcDebtSeconds,
        next,
        forecast);
  }

  /** Returns these settings with another forecast. */
  public JudgeSettings withForecast(ForecastSettings other) {
    return new JudgeSettings(
        limits,
        holdSeconds,
        criticalHoldSeconds,
        gcWeight,
        gcDebtSeconds,
        emergencyGcWeight,
        emergencyGcDebtSeconds,
        most,
        other);
  }

  private static void finite(String name, double value, double least) {
    if (!(value >= least && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          name + " (" + value + ") must be " + (least > 0 ? "more than 0" : "0 or more"));
    }
  }
}
