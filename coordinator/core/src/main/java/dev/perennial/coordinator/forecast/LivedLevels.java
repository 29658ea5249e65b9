package dev.perennial.coordinator.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * At which levels earlier lives of a server were lived, for its next one: there they are no sign of
 * aging. Immutable.
 *
 * @param lives the latest last, at most {@value #MOST}; of each the levels that it was lived at, as
 *     parts of the limit, by indicator. One that it did not stay at is not named.
 */
public record LivedLevels(List<Map<String, Double>> lives) {
  /** So many lives count: an application changes. */
  public static final int MOST = 8;

  /** Nothing is known of earlier lives. */
  public static final LivedLevels NONE = new LivedLevels(List.of());

  public LivedLevels {
    lives = lives.stream().skip(Math.max(0, lives.size() - MOST)).map(Map::copyOf).toList();
  }

  /** Returns these and those of one more life, less the oldest where that is one too many. */
  public LivedLevels and(Map<String, Double> life) {
    List<Map<String, Double>> next = new ArrayList<>(lives);
    next.add(life);
    return new LivedLevels(next);
  }

  /** Returns an indicator's highest, 0 if none is known. */
  public double highest(String indicator) {
    return lives.stream().mapToDouble(life -> life.getOrDefault(indicator, 0.0)).max().orElse(0);
  }
}
