package dev.perennial.agent.evidence;

import dev.perennial.agent.evidence.heapdump.HolderSearch.Held;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Who holds the objects of the JDK's classes, as a heap dump tells.
 *
 * @param shares by class of the objects, then by class or kind of thread that holds them: which
 *     part of their bytes, 0 to 1
 */
record Holders(Map<String, Map<String, Double>> shares) {
  static final Holders UNKNOWN = new Holders(Map.of());

  /** Counts the threads whose names differ in their numbers only as one holder. */
  static Holders of(Map<String, Map<String, Double>> found) {
    Map<String, Map<String, Double>> shares = new LinkedHashMap<>();
    found.forEach(
        (held, parts) -> {
          Map<String, Double> kinds = new TreeMap<>();
          parts.forEach((name, part) -> kinds.merge(kind(name), part, Double::sum));
          shares.put(held, kinds);
        });
    return new Holders(shares);
  }

  private static String kind(String holder) {
    return holder.startsWith(Held.THREAD) ? Groups.kind(holder) : holder;
  }

  /** Returns it without some holders. */
  Holders without(Set<String> holders) {
    Map<String, Map<String, Double>> others = new LinkedHashMap<>();
    shares.forEach(
        (held, parts) -> {
          Map<String, Double> left = new TreeMap<>(parts);
          left.keySet().removeAll(holders);
          others.put(held, left);
        });
    return new Holders(others);
  }

  /** Returns by class which part of another's bytes it holds; nothing if that was not sought. */
  Map<String, Double> of(String held) {
    return shares.getOrDefault(held, Map.of());
  }
}
