package dev.perennial.sample.demo;

import dev.perennial.sample.client.Figures;
import dev.perennial.sample.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * How the demo went.
 *
 * @param mode of the cluster
 * @param wanted number of rounds
 * @param rounds those that were finished or begun
 * @param total figures of the client from first to last request
 */
record DemoResult(DemoMode mode, int wanted, List<RoundResult> rounds, Figures total) {
  DemoResult {
    rounds = List.copyOf(rounds);
  }

  boolean passed() {
    return total.flawless()
        && rounds.size() == wanted
        && rounds.stream().allMatch(RoundResult::passed);
  }

  /** Returns the figures on one line; the names of the fields are for programs to rely on. */
  String json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("requests", total.requests());
    fields.put("failed", total.failed());
    fields.put("lost", total.lost());
    fields.put("stale", total.stale());
    fields.put("sessionsMoved", rounds.stream().mapToLong(RoundResult::sessionsMoved).sum());
    fields.put("maxClientWaitMs", total.maxWaitMillis());
    fields.put("switchPauseMs", longest(RoundResult::switchPauseMillis));
    fields.put("verdictToBackMs", longest(RoundResult::verdictToBackMillis));
    fields.put("pidBefore", rounds.isEmpty() ? -1 : last().pidBefore());
    fields.put("pidAfter", rounds.isEmpty() ? -1 : last().pidAfter());
    fields.put("mode", mode.text());
    fields.put("rounds", rounds.stream().filter(r -> r.verdictToBackMillis() >= 0).count());
    return Json.write(fields);
  }

  /** Returns the longest over all rounds, -1 if it is missing in one. */
  private long longest(ToLongFunction<RoundResult> millis) {
    if (rounds.isEmpty() || rounds.stream().mapToLong(millis).anyMatch(m -> m < 0)) {
      return -1;
    }
    return rounds.stream().mapToLong(millis).max().orElse(-1);
  }

  private RoundResult last() {
    return rounds.get(rounds.size() - 1);
  }
}
