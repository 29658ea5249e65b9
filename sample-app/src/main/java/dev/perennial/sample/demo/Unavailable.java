package dev.perennial.sample.demo;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * In which stage of the aged server the answers 503 with Retry-After came, as exactly as the stages
 * were looked at. Pure; not thread-safe.
 */
final class Unavailable {
  private final Map<String, Long> byStage = new LinkedHashMap<>();
  private long counted;

  /**
   * @param before how many there were before
   */
  Unavailable(long before) {
    this.counted = before;
  }

  /** Takes in the stage and how many there have been so far. */
  void see(String stage, long total) {
    if (total > counted) {
      byStage.merge(stage, total - counted, Long::sum);
      counted = total;
    }
  }

  /** Returns them in words; empty if there were none. */
  Optional<String> line(String server) {
    return byStage.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "answers 503, tried again later: "
                + byStage.entrySet().stream()
                    .map(e -> e.getValue() + " until " + server + " was seen " + e.getKey())
                    .collect(Collectors.joining(", ")));
  }
}
