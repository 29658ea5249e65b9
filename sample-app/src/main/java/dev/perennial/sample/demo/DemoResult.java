package dev.perennial.sample.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.perennial.sample.client.Figures;
import java.util.ArrayList;
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

  /**
   * Returns how it ended, in words.
   *
   * @param problem why it did not come to its end, empty if it did
   */
  String verdict(String problem) {
    List<String> wrong = new ArrayList<>();
    if (!problem.isEmpty()) {
      wrong.add(problem);
    }
    count(wrong, total.failed(), "failed requests");
    count(wrong, total.lost(), "lost writes");
    count(wrong, total.stale(), "stale reads");
    rounds.stream()
        .filter(r -> r.pidBefore() != r.pidAfter())
        .map(r -> r.server() + " has another pid: " + r.pidBefore() + ", then " + r.pidAfter())
        .forEach(wrong::add);
    if (wrong.isEmpty() && !passed()) {
      wrong.add("only " + rounds.size() + " of " + wanted + " rounds were finished");
    }
    return wrong.isEmpty() ? "PASSED" : "FAILED: " + String.join("; ", wrong);
  }

  private static void count(List<String> wrong, long number, String what) {
    if (number > 0) {
      wrong.add(number + " " + what);
    }
  }

  /** Returns the figures on one line; the names of the fields are for programs to rely on. */
  String json() throws JsonProcessingException {
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
    return new JsonMapper().writeValueAsString(fields);
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
