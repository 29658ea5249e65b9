package dev.perennial.coordinator.forecast;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Forecasts the indicators of one life of a server. The same values at the same times give the same
 * outlooks. About 20 KB for each indicator and 60 KB for the load, whatever the running time.
 * Confined to one thread.
 */
public final class Forecaster {
  /** What is known only after collections. */
  private static final String COLLECTED = "heap.live";

  /** What is not needed before it is used: it does not grow because a server is young. */
  private static final Set<String> COUNTED =
      Set.of("threads", "files", "mappings", "buffers.direct");

  /** What takes it gives it back, too: heap, files that are kept in memory, other processes. */
  private static final String BREATHES = "memory.container";

  private final ForecastSettings settings;
  private final Load load;
  private final LivedLevels earlier;
  private final Map<String, IndicatorForecast> indicators = new HashMap<>();

  /**
   * @param earlier what earlier lives of the server taught
   */
  public Forecaster(ForecastSettings settings, LivedLevels earlier) {
    this.settings = settings;
    this.load = new Load(settings.youngSeconds());
    this.earlier = earlier;
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

  /** Returns for how long the server has worked, of a life of so many seconds. */
  public double workedSeconds(double seconds) {
    return load.workedSeconds(seconds);
  }

  /**
   * Takes an indicator's value, and returns what is to come of it.
   *
   * @param seconds since the life began; not less than the last time
   * @param limit where it is exhausted, more than 0
   */
  public Outlook indicator(String name, double seconds, double value, double limit) {
    return indicators
        .computeIfAbsent(
            name,
            n ->
                new IndicatorForecast(
                    load,
                    settings,
                    earlier.highest(n),
                    n.equals(COLLECTED),
                    !COUNTED.contains(n),
                    n.equals(BREATHES)))
        .advance(seconds, value, limit);
  }

  /**
   * Returns what this life and earlier ones teach the next.
   *
   * @return for each indicator that stayed about the same, where that was
   */
  public LivedLevels lived() {
    Map<String, Double> life = new HashMap<>();
    indicators.forEach(
        (name, forecast) -> {
          double share = forecast.lived();
          if (!Double.isNaN(share)) {
            life.put(name, share);
          }
        });
    return earlier.and(life);
  }
}
