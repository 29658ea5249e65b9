package dev.perennial.agent.evidence;

import java.util.Map;

/**
 * Who holds the objects of the JDK's classes, as a heap dump tells.
 *
 * @param shares by class of the objects, then by class that holds them: which part of their bytes,
 *     0 to 1
 */
record Holders(Map<String, Map<String, Double>> shares) {
  static final Holders UNKNOWN = new Holders(Map.of());

  /** Returns by class which part of another's bytes it holds; nothing if that was not sought. */
  Map<String, Double> of(String held) {
    return shares.getOrDefault(held, Map.of());
  }
}
