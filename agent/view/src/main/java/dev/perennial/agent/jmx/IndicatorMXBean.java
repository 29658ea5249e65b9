package dev.perennial.agent.jmx;

import org.jspecify.annotations.Nullable;

/** An aging indicator in JMX; public because JMX asks for it. */
@Description("An aging indicator: a measured quantity that wears out")
public interface IndicatorMXBean {
  @Description("The value now, in the unit of the attribute Unit")
  @Unit("see attribute Unit")
  double getValue();

  @Description("Where the resource is exhausted, in the same unit; 0 if it has no limit")
  @Unit("see attribute Unit")
  double getLimit();

  @Description("The unit of value, limit and trend")
  String getUnit();

  @Description("The part of the limit in use, 0 to 1; 0 if it has no limit")
  @Unit("ratio")
  double getLevel();

  @Description("How much it grows in an hour, in the same unit; null if not known")
  @Unit("see attribute Unit, per hour")
  @Nullable Double getTrendPerHour();

  @Description(
      "How much it grows with each request, in the same unit; null if not known or if the growth does"
          + " not follow the requests")
  @Unit("see attribute Unit, per request")
  @Nullable Double getTrendPerRequest();

  @Description("Forecast until it reaches the limit; null if nothing is forecast")
  @Unit("seconds")
  @Nullable Double getSecondsToExhaustion();

  @Description("Lower end of the forecast's 90 % interval; null if nothing is forecast")
  @Unit("seconds")
  @Nullable Double getSecondsToExhaustionLow();

  @Description(
      "Upper end of the forecast's 90 % interval, infinite if it may never be; null if nothing is"
          + " forecast")
  @Unit("seconds")
  @Nullable Double getSecondsToExhaustionHigh();

  @Description("STABLE, SUSPECT, UNSTABLE or CRITICAL: what is thought of this indicator alone")
  String getVerdict();

  @Description("The reason of the verdict, in words")
  String getReason();
}
