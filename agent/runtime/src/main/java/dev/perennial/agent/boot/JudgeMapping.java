package dev.perennial.agent.boot;

import dev.perennial.agent.settings.Key;
import dev.perennial.agent.settings.MostMemory;
import dev.perennial.agent.settings.Origin;
import dev.perennial.agent.settings.Settings;
import dev.perennial.coordinator.aging.JudgeSettings;
import dev.perennial.coordinator.aging.JudgeSettings.Limit;
import dev.perennial.coordinator.forecast.ForecastSettings;
import dev.perennial.coordinator.policy.Stagger;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** From the list of keys to what the judgement goes by. Pure. */
final class JudgeMapping {
  /** Whose default levels are the judge's own. */
  static final Map<String, Key> LIMITS =
      Map.ofEntries(
          Map.entry("heap.live", Key.LIMIT_HEAP_LIVE),
          Map.entry("gc.overhead", Key.LIMIT_GC_OVERHEAD),
          Map.entry("metaspace", Key.LIMIT_METASPACE),
          Map.entry("code.cache", Key.LIMIT_CODE_CACHE),
          Map.entry("buffers.direct", Key.LIMIT_BUFFERS_DIRECT),
          Map.entry("buffers.netty", Key.LIMIT_BUFFERS_NETTY),
          Map.entry("mappings", Key.LIMIT_MAPPINGS),
          Map.entry("threads", Key.LIMIT_THREADS),
          Map.entry("files", Key.LIMIT_FILES),
          Map.entry("memory.native", Key.LIMIT_MEMORY_NATIVE),
          Map.entry("memory.container", Key.LIMIT_MEMORY_CONTAINER));

  private static final String PROCESS = "memory.process";

  private JudgeMapping() {}

  /**
   * @param server its name: servers that were started together must not come of age together
   */
  static JudgeSettings judge(Settings settings, String server) {
    JudgeSettings judge = JudgeSettings.defaults();
    for (Map.Entry<String, Key> limit : LIMITS.entrySet()) {
      // Whoever names the default means it: it is firm then.
      if (settings.origin(limit.getValue()) != Origin.DEFAULT) {
        judge = judge.withLimit(limit.getKey(), Limit.at(settings.ratio(limit.getValue())));
      }
    }
    judge =
        judge.withLimit(
            "latency.drift", Limit.warningFromValue(settings.factor(Key.LIMIT_LATENCY_DRIFT)));
    judge = judge.withForecast(forecast(settings));
    judge = judge.withHold(settings.duration(Key.HOLD_TIME).toMillis() / 1000.0);
    Optional<Duration> uptime = settings.optionalDuration(Key.MAX_UPTIME);
    if (uptime.isPresent()) {
      judge = judge.withMost("uptime", Stagger.share(server, uptime.get().toMillis() / 1000.0));
    }
    Optional<Integer> requests = settings.optionalNumber(Key.MAX_REQUESTS);
    if (requests.isPresent()) {
      judge = judge.withMost("load.served", Math.ceil(Stagger.share(server, requests.get())));
    }
    Optional<MostMemory> memory = settings.memory(Key.MAX_MEMORY);
    return memory.isPresent() ? judge.withLimit(PROCESS, limit(memory.get())) : judge;
  }

  private static Limit limit(MostMemory most) {
    return most instanceof MostMemory.Part part
        ? Limit.only(part.part(), Limit.Of.LIMIT)
        : Limit.only((double) ((MostMemory.Bytes) most).bytes(), Limit.Of.VALUE);
  }

  private static ForecastSettings forecast(Settings settings) {
    ForecastSettings defaults = ForecastSettings.defaults();
    return new ForecastSettings(
        settings.flag(Key.FORECAST),
        settings.duration(Key.FORECAST_HORIZON).toMillis() / 1000.0,
        defaults.reach(),
        settings.ratio(Key.FORECAST_LEAST_LEVEL),
        defaults.evaluations(),
        settings.duration(Key.FORECAST_YOUNG).toMillis() / 1000.0);
  }
}
