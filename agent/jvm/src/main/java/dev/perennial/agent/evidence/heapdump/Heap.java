package dev.perennial.agent.evidence.heapdump;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The objects of a heap by number, what each takes up and what it refers to. Number 0 is none of
 * them: it refers to what the JVM itself keeps. Not thread-safe.
 */
final class Heap {
  private final long[] ids;
  private final List<String> typeNames;
  private final BitSet ownTypes;
  private final int[] types;
  private final int[] bytes;
  private final Links links;

  /** Names of those that have one of their own: threads, classes, what a static field refers to. */
  private final Map<Integer, String> names = new HashMap<>();

  private final BitSet named = new BitSet();
  private final BitSet own = new BitSet();

  /**
   * Takes its parts; they are not copied.
   *
   * @param ids of all, sorted; the first of them is number 1
   * @param typeNames by number of type
   * @param ownTypes those of the agent
   * @param types by object, the number of its type
   */
  Heap(long[] ids, List<String> typeNames, BitSet ownTypes, int[] types, int[] bytes, Links links) {
    this.ids = ids;
    this.typeNames = typeNames;
    this.ownTypes = ownTypes;
    this.types = types;
    this.bytes = bytes;
    this.links = links;
  }

  /** Returns the number of an object; negative if there is none of that id. */
  int number(long id) {
    return number(ids, id);
  }

  static int number(long[] ids, long id) {
    int at = id == 0 ? -1 : Arrays.binarySearch(ids, id);
    return at < 0 ? -1 : at + 1;
  }

  Links links() {
    return links;
  }

  int bytes(int object) {
    return bytes[object];
  }

  /** Gives an object a name, if it has none. */
  void name(int object, String name, boolean isOwn) {
    if (names.putIfAbsent(object, name) == null) {
      named.set(object);
      own.set(object, isOwn);
    }
  }

  boolean isNamed(int object) {
    return named.get(object);
  }

  /** Returns the name of its type. */
  String type(int object) {
    return typeNames.get(types[object]);
  }

  /** Returns its own name, or that of its type. */
  String name(int object) {
    return named.get(object) ? names.getOrDefault(object, "?") : typeNames.get(types[object]);
  }

  /** Tells whether it is the agent's. */
  boolean isOwn(int object) {
    return named.get(object) ? own.get(object) : ownTypes.get(types[object]);
  }
}
