package dev.perennial.agent.evidence.heapdump;

import java.util.Arrays;

/**
 * Finds by node its nearest dominator: without that one, the node could not be reached from node 0.
 * By the algorithm of Lengauer and Tarjan, which takes about as many steps as there are references,
 * however long the chains of objects are; recursion would not survive those. Takes some 40 bytes a
 * node beside the references, twice. Pure.
 */
final class Dominators {
  private static final int NONE = -1;

  private final Links links;
  private final int[] number;
  private final int[] vertex;
  private final int[] parent;
  private int reached;

  private int[] semi = {};
  private int[] label = {};
  private int[] ancestor = {};
  private int[] path = {};

  private Dominators(Links links) {
    this.links = links;
    number = new int[links.nodes()];
    vertex = new int[links.nodes()];
    parent = new int[links.nodes()];
  }

  /** Returns it by node; negative for node 0 and for what cannot be reached. */
  static int[] of(Links links) {
    Dominators search = new Dominators(links);
    search.walk();
    return search.dominators();
  }

  /** Depth first; from here on a node is known by the number that it gets. */
  private void walk() {
    Arrays.fill(number, NONE);
    int[] next = links.starts().clone();
    int at = 0;
    enter(0, NONE);
    while (at != NONE) {
      int node = vertex[at];
      if (next[node] == links.ends()[node]) {
        at = parent[at];
        continue;
      }
      int to = links.to()[next[node]++];
      if (number[to] == NONE) {
        enter(to, at);
        at = number[to];
      }
    }
  }

  private void enter(int node, int from) {
    number[node] = reached;
    vertex[reached] = node;
    parent[reached] = from;
    reached++;
  }

  private Links referrers() {
    int[] starts = new int[reached + 1];
    for (int from = 0; from < reached; from++) {
      int node = vertex[from];
      for (int i = links.starts()[node]; i < links.ends()[node]; i++) {
        starts[number[links.to()[i]] + 1]++;
      }
    }
    for (int i = 1; i <= reached; i++) {
      starts[i] += starts[i - 1];
    }
    int[] ends = Arrays.copyOf(starts, reached);
    int[] froms = new int[starts[reached]];
    for (int from = 0; from < reached; from++) {
      int node = vertex[from];
      for (int i = links.starts()[node]; i < links.ends()[node]; i++) {
        froms[ends[number[links.to()[i]]]++] = from;
      }
    }
    return new Links(starts, ends, froms);
  }

  private int[] dominators() {
    Links back = referrers();
    semi = identity();
    label = identity();
    ancestor = filled();
    path = new int[reached];
    int[] dominator = filled();
    int[] bucket = filled();
    int[] after = new int[reached];
    for (int w = reached - 1; w > 0; w--) {
      for (int i = back.starts()[w]; i < back.ends()[w]; i++) {
        semi[w] = Math.min(semi[w], semi[lowest(back.to()[i])]);
      }
      after[w] = bucket[semi[w]];
      bucket[semi[w]] = w;
      int above = parent[w];
      ancestor[w] = above;
      for (int v = bucket[above]; v != NONE; v = after[v]) {
        int u = lowest(v);
        dominator[v] = semi[u] < semi[v] ? u : above;
      }
      bucket[above] = NONE;
    }
    for (int w = 1; w < reached; w++) {
      if (dominator[w] != semi[w]) {
        dominator[w] = dominator[dominator[w]];
      }
    }
    int[] byNode = new int[links.nodes()];
    Arrays.fill(byNode, NONE);
    for (int w = 1; w < reached; w++) {
      byNode[vertex[w]] = vertex[dominator[w]];
    }
    return byNode;
  }

  private int[] identity() {
    int[] all = new int[reached];
    for (int i = 0; i < reached; i++) {
      all[i] = i;
    }
    return all;
  }

  private int[] filled() {
    int[] all = new int[reached];
    Arrays.fill(all, NONE);
    return all;
  }

  /** Returns which node on the way up has the lowest semidominator; shortens that way. */
  private int lowest(int from) {
    if (ancestor[from] == NONE) {
      return label[from];
    }
    int length = 0;
    for (int at = from; ancestor[ancestor[at]] != NONE; at = ancestor[at]) {
      path[length++] = at;
    }
    while (length > 0) {
      int at = path[--length];
      int above = ancestor[at];
      if (semi[label[above]] < semi[label[at]]) {
        label[at] = label[above];
      }
      ancestor[at] = ancestor[above];
    }
    return label[from];
  }
}
