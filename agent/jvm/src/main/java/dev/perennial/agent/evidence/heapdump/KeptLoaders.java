package dev.perennial.agent.evidence.heapdump;

import dev.perennial.agent.evidence.heapdump.Findings.Loaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Tells by what class loaders can be reached: each by its shortest way. One that several things
 * keep has no dominator worth a name, but a way it has. Pure.
 */
final class KeptLoaders {
  private static final int MOST = 10;

  private KeptLoaders() {}

  /**
   * Returns them, those of which there are most first; the agent's are left out.
   *
   * @param loaded by class loader, a class of its
   * @param isCarrier whether a class of that name says nothing, as the JDK's do
   */
  static List<Loaders> of(Heap heap, Map<Integer, String> loaded, Predicate<String> isCarrier) {
    int[] before = shortest(heap.links());
    Map<List<String>, Loaders> groups = new LinkedHashMap<>();
    loaded.forEach(
        (loader, type) -> {
          if (before[loader] >= 0 && !heap.isOwn(loader)) {
            List<String> way = way(heap, before, loader, isCarrier);
            List<String> key = new ArrayList<>(way);
            key.add(heap.type(loader));
            key.add(type);
            groups.merge(
                key,
                new Loaders(1, heap.type(loader), type, way),
                (a, b) -> new Loaders(a.count() + 1, a.type(), a.loaded(), a.way()));
          }
        });
    return groups.values().stream()
        .sorted(Comparator.comparingLong(Loaders::count).reversed())
        .limit(MOST)
        .toList();
  }

  /** Returns by object the one before it on the shortest way; negative where there is none. */
  private static int[] shortest(Links links) {
    int[] before = new int[links.nodes()];
    Arrays.fill(before, -1);
    Ints reached = new Ints();
    reached.add(0);
    for (int i = 0; i < reached.size(); i++) {
      int at = reached.get(i);
      for (int c = links.starts()[at]; c < links.ends()[at]; c++) {
        int to = links.to()[c];
        if (before[to] < 0 && to != 0) {
          before[to] = at;
          reached.add(to);
        }
      }
    }
    return before;
  }

  private static List<String> way(
      Heap heap, int[] before, int loader, Predicate<String> isCarrier) {
    List<String> way = new ArrayList<>();
    for (int at = before[loader]; at > 0; at = before[at]) {
      String name = heap.name(at);
      if (heap.isNamed(at) || !isCarrier.test(name)) {
        way.add(name.startsWith(HolderSearch.Held.THREAD) ? name.replaceAll("[0-9]+", "#") : name);
      }
    }
    Collections.reverse(way);
    return way;
  }
}
