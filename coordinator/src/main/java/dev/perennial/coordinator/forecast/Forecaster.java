package dev.perennial.coordinator.forecast;

import java.util.HashMap;
import java.util.Map;

/**
 * Forecasts the indicators of one life of a server. The same values at the same times give the same
 * outlooks. About 20 KB for each indicator and 60 KB for the load, whatever the running time.
 * Confined to one thread.
 */
public final class Forecaster {
  private final ForecastSettings settings;
  private final Load load = new Load();
  private final Map<String, IndicatorForecast> indicators = new HashMap<>();

  public Forecaster(ForecastSettings settings) {
    this.settings = settings;
  }

  /**
   * Takes the load of a moment, before its indicators.
   *
   * @param seconds since the life began
   * @param rate requests per second, NaN if not known
   * @param inFlight requests in flight, NaN if not known
   */
  public void load(double seconds, double rate, double inFlight) {
    load.add(seconds, rate, inFlight);
  }

  /**
   * Takes an indicator's value, and returns what is to come of it.
   *
   * @param seconds since the life began; not less than the last time
   * @param limit where it is exhausted, more than 0
   */
  public Outlook indicator(String name, double seconds, double value, double limit) {
    return indicators
        .computeIfAbsent(name, n -> new IndicatorForecast(load, settings))
        .advance(seconds, value, limit);
  }
}
