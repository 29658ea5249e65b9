package dev.perennial.agent.evidence.heapdump;

import dev.perennial.agent.evidence.heapdump.Findings.Culprit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Names what keeps most of a heap. From the JVM down the tree of dominators, objects of one name
 * that are kept by the same are looked at together, for as long as that group keeps a large part of
 * the heap: so ten thousand orders in a map are one culprit, and so are two hundred threads with a
 * buffer each. Pure.
 */
final class Culprits {
  /** What keeps less than this part of the heap is no culprit. */
  private static final double LARGE = 0.03;

  private static final int MOST = 10;

  /** A list that goes on by turns through two types is as deep as it is long. */
  private static final int DEEPEST = 100;

  private final Heap heap;
  private final Links below;
  private final long[] kept;
  private final long large;
  private final Predicate<String> isCarrier;
  private final List<Culprit> found = new ArrayList<>();

  private Culprits(Heap heap, Links below, long[] kept, Predicate<String> isCarrier) {
    this.heap = heap;
    this.below = below;
    this.kept = kept;
    this.isCarrier = isCarrier;
    this.large = Math.max(1, (long) (kept[0] * LARGE));
  }

  /**
   * Returns them, the largest first.
   *
   * @param dominators by object; negative for none
   * @param isCarrier whether a class of that name says nothing, as the JDK's do
   */
  static List<Culprit> of(Heap heap, int[] dominators, Predicate<String> isCarrier) {
    Links below = Links.children(dominators);
    Culprits search = new Culprits(heap, below, kept(heap, below), isCarrier);
    Group all = new Group("");
    all.add(0, search.kept[0]);
    search.explore(all, List.of(), false, 0);
    return search.found.stream()
        .sorted(Comparator.comparingLong(Culprit::bytes).reversed())
        .limit(MOST)
        .toList();
  }

  /** Returns by object the bytes of all that only it keeps, itself included. */
  private static long[] kept(Heap heap, Links below) {
    long[] kept = new long[below.nodes()];
    Ints order = new Ints();
    order.add(0);
    for (int i = 0; i < order.size(); i++) {
      int at = order.get(i);
      kept[at] = heap.bytes(at);
      for (int c = below.starts()[at]; c < below.ends()[at]; c++) {
        order.add(below.to()[c]);
      }
    }
    for (int i = order.size() - 1; i >= 0; i--) {
      int at = order.get(i);
      for (int c = below.starts()[at]; c < below.ends()[at]; c++) {
        kept[at] += kept[below.to()[c]];
      }
    }
    return kept;
  }

  private static final class Group {
    final String name;
    final Ints members = new Ints();
    long bytes;

    Group(String name) {
      this.name = name;
    }

    void add(int member, long keeps) {
      members.add(member);
      bytes += keeps;
    }
  }

  private void explore(Group group, List<String> way, boolean isOwn, int depth) {
    Map<String, Group> groups = new LinkedHashMap<>();
    // Members are added meanwhile: what such an object keeps of its own kind, as a list does.
    for (int i = 0; i < group.members.size(); i++) {
      int at = group.members.get(i);
      for (int c = below.starts()[at]; c < below.ends()[at]; c++) {
        int child = below.to()[c];
        String name = kind(child);
        if (name.equals(group.name)) {
          group.members.add(child);
        } else {
          groups.computeIfAbsent(name, Group::new).add(child, kept[child]);
        }
      }
    }
    long rest = group.bytes;
    boolean isRoot = group.name.isEmpty();
    List<String> further = further(group, way);
    for (Group each : groups.values()) {
      if (each.bytes >= large && depth < DEEPEST) {
        boolean ours = isOwn || heap.isOwn(each.members.get(0));
        rest -= each.bytes;
        explore(each, further, ours, depth + 1);
      }
    }
    if (!isRoot && rest >= large) {
      found.add(new Culprit(rest, group.members.size(), group.name, way, isOwn));
    }
  }

  private String kind(int object) {
    String name = heap.name(object);
    return name.startsWith(HolderSearch.Held.THREAD) ? kindOfThread(name) : name;
  }

  /** Threads of a pool differ in their numbers only. */
  private static String kindOfThread(String name) {
    return name.replaceAll("[0-9]+", "#");
  }

  private List<String> further(Group group, List<String> way) {
    boolean tells =
        !group.name.isEmpty()
            && (heap.isNamed(group.members.get(0)) || !isCarrier.test(group.name));
    if (!tells) {
      return way;
    }
    List<String> further = new ArrayList<>(way);
    further.add(group.members.size() == 1 ? group.name : group.members.size() + " x " + group.name);
    return further;
  }
}
