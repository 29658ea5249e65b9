package dev.perennial.agent.evidence.heapdump;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DominatorsTest {
  /** Edges as "0-1 1-2". */
  private static Links links(int nodes, String edges) {
    int[] starts = new int[nodes];
    int[] ends = new int[nodes];
    Ints to = new Ints();
    for (int node = 0; node < nodes; node++) {
      starts[node] = to.size();
      for (String edge : edges.split(" ")) {
        String[] both = edge.split("-");
        if (Integer.parseInt(both[0]) == node) {
          to.add(Integer.parseInt(both[1]));
        }
      }
      ends[node] = to.size();
    }
    return new Links(starts, ends, to.array());
  }

  @ParameterizedTest
  @CsvSource({
    "3, 0-1 1-2, '[-1, 0, 1]'",
    // By two ways: neither keeps it.
    "4, 0-1 0-2 1-3 2-3, '[-1, 0, 0, 0]'",
    // A circle, with a way in.
    "4, 0-1 1-2 2-3 3-1, '[-1, 0, 1, 2]'",
    // What nobody reaches, and who refers to it.
    "4, 0-1 2-1 2-3, '[-1, 0, -1, -1]'",
    // The example of the paper needs the second pass.
    "6, 0-1 0-2 1-3 2-3 3-4 4-5 3-5, '[-1, 0, 0, 0, 3, 3]'",
  })
  void whatWouldBeFreeWithout(int nodes, String edges, String dominators) {
    assertThat(Arrays.toString(Dominators.of(links(nodes, edges)))).isEqualTo(dominators);
  }

  /** By definition: a node dominates those that cannot be reached without it. */
  @Test
  void itIsTheSameAsByTakingEachNodeAway() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      int nodes = 2 + random.nextInt(14);
      StringBuilder edges = new StringBuilder("0-1");
      for (int i = random.nextInt(3 * nodes); i > 0; i--) {
        edges.append(' ').append(random.nextInt(nodes)).append('-').append(random.nextInt(nodes));
      }
      Links links = links(nodes, edges.toString());

      int[] found = Dominators.of(links);

      BitSet reached = reached(links, -1);
      for (int node = 1; node < nodes; node++) {
        BitSet above = new BitSet();
        for (int at = found[node]; at >= 0; at = found[at]) {
          above.set(at);
        }
        BitSet expected = new BitSet();
        for (int without = 0; without < nodes && reached.get(node); without++) {
          expected.set(without, without != node && !reached(links, without).get(node));
        }
        assertThat(above).as("seed %d, node %d of %s", seed, node, edges).isEqualTo(expected);
      }
    }
  }

  private static BitSet reached(Links links, int without) {
    BitSet reached = new BitSet();
    Ints todo = new Ints();
    if (without != 0) {
      reached.set(0);
      todo.add(0);
    }
    for (int i = 0; i < todo.size(); i++) {
      for (int c = links.starts()[todo.get(i)]; c < links.ends()[todo.get(i)]; c++) {
        int to = links.to()[c];
        if (to != without && !reached.get(to)) {
          reached.set(to);
          todo.add(to);
        }
      }
    }
    return reached;
  }

  /** Recursion would not survive it, and neither would steps in the square of its length. */
  @Test
  void aChainOfAMillionWhoseLinksAllReferToOneThingIsNoTrouble() {
    int length = 1_000_000;
    int[] starts = new int[length + 2];
    int[] ends = new int[length + 2];
    Ints to = new Ints();
    for (int node = 0; node <= length; node++) {
      starts[node] = to.size();
      to.add(length + 1);
      if (node < length) {
        to.add(node + 1);
      }
      ends[node] = to.size();
    }
    starts[length + 1] = to.size();
    ends[length + 1] = to.size();

    int[] found = Dominators.of(new Links(starts, ends, to.array()));

    assertThat(found[length]).isEqualTo(length - 1);
    assertThat(found[length + 1]).isZero();
  }
}
