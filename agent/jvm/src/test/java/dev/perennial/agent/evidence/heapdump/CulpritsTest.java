package dev.perennial.agent.evidence.heapdump;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.evidence.heapdump.Findings.Culprit;
import dev.perennial.agent.evidence.heapdump.Findings.Loaders;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CulpritsTest {
  private static boolean isCarrier(String name) {
    return name.startsWith("java.");
  }

  /** A heap that is put together by hand. */
  private static final class Made {
    private final List<String> types = new ArrayList<>(List.of("the JVM"));
    private final List<Integer> typeOf = new ArrayList<>(List.of(0));
    private final List<Integer> bytes = new ArrayList<>(List.of(0));
    private final List<List<Integer>> to = new ArrayList<>(List.of(new ArrayList<>()));
    private final Map<Integer, String> names = new java.util.HashMap<>();

    int object(String type, int size, int... keptBy) {
      if (!types.contains(type)) {
        types.add(type);
      }
      typeOf.add(types.indexOf(type));
      bytes.add(size);
      to.add(new ArrayList<>());
      int number = to.size() - 1;
      for (int each : keptBy) {
        to.get(each).add(number);
      }
      return number;
    }

    int named(String name, String type, int size, int... keptBy) {
      int number = object(type, size, keptBy);
      names.put(number, name);
      return number;
    }

    Heap heap() {
      int[] starts = new int[to.size()];
      int[] ends = new int[to.size()];
      Ints all = new Ints();
      for (int i = 0; i < starts.length; i++) {
        starts[i] = all.size();
        to.get(i).forEach(all::add);
        ends[i] = all.size();
      }
      BitSet own = new BitSet();
      types.stream().filter(t -> t.startsWith("own.")).forEach(t -> own.set(types.indexOf(t)));
      Heap heap =
          new Heap(
              new long[0],
              types,
              own,
              typeOf.stream().mapToInt(Integer::intValue).toArray(),
              bytes.stream().mapToInt(Integer::intValue).toArray(),
              new Links(starts, ends, all.array()));
      names.forEach((object, name) -> heap.name(object, name, name.contains("own.")));
      return heap;
    }

    List<Culprit> culprits() {
      Heap heap = heap();
      return Culprits.of(heap, Dominators.of(heap.links()), CulpritsTest::isCarrier);
    }
  }

  private final Made made = new Made();

  @Test
  void manySmallThingsInAMapAreOneCulprit() {
    int type = made.named("class shop.Orders", "java.lang.Class", 10, 0);
    int map = made.named("shop.Orders.all", "java.util.HashMap", 10, type);
    for (int i = 0; i < 100; i++) {
      int node = made.object("java.util.HashMap$Node", 1, map);
      made.object("java.Bytes", 10, made.object("shop.Order", 1, node));
    }

    assertThat(made.culprits())
        .containsExactly(
            new Culprit(
                1000,
                100,
                "java.Bytes",
                List.of("class shop.Orders", "shop.Orders.all", "100 x shop.Order"),
                false),
            // What is small beside that is told as well, as it is more than a part in thirty.
            new Culprit(
                100, 100, "shop.Order", List.of("class shop.Orders", "shop.Orders.all"), false),
            new Culprit(
                100,
                100,
                "java.util.HashMap$Node",
                List.of("class shop.Orders", "shop.Orders.all"),
                false));
  }

  @Test
  void threadsOfAPoolAreOneCulpritByTheirThreadLocal() {
    for (int i = 0; i < 50; i++) {
      int thread = made.named("thread http-" + i, "java.lang.Thread", 0, 0);
      int entry = made.named("thread-local shop.Now.TEXT", "java.Entry", 0, thread);
      made.object("java.Bytes", 20, entry);
    }

    assertThat(made.culprits())
        .containsExactly(
            new Culprit(
                1000,
                50,
                "java.Bytes",
                List.of("50 x thread http-#", "50 x thread-local shop.Now.TEXT"),
                false));
  }

  @Test
  void aListIsNoDeeperThanItsKind() {
    int at = made.named("shop.Log.first", "shop.Line", 5, 0);
    for (int i = 0; i < 10_000; i++) {
      at = made.object("shop.Line", 5, at);
    }

    assertThat(made.culprits())
        .containsExactly(
            new Culprit(50_000, 10_000, "shop.Line", List.of("shop.Log.first"), false));
  }

  @Test
  void whatTheAgentKeepsIsToldApart() {
    made.object("java.Bytes", 500, made.object("own.Buffers", 0, 0));
    made.object("java.Bytes", 500, made.object("shop.Buffers", 0, 0));

    assertThat(made.culprits())
        .extracting(c -> c.way() + " " + c.isOwn())
        .containsExactlyInAnyOrder("[own.Buffers] true", "[shop.Buffers] false");
  }

  /** It has no dominator but the JVM. */
  @Test
  void aClassLoaderThatTwoThingsKeepHasAWay() {
    int[] loaders = new int[3];
    int thread = made.named("thread timer-1", "java.lang.Thread", 0, 0);
    int hook = made.named("bank.Hooks.all", "java.util.ArrayList", 0, 0);
    for (int i = 0; i < 3; i++) {
      int action = made.object("shop.Action", 1, hook, thread);
      loaders[i] = made.object("x.WebLoader", 1, action);
    }

    assertThat(
            KeptLoaders.of(
                made.heap(),
                Map.of(loaders[0], "shop.Action", loaders[1], "shop.Action", loaders[2], "s.B"),
                CulpritsTest::isCarrier))
        .containsExactly(
            new Loaders(2, "x.WebLoader", "shop.Action", List.of("thread timer-#", "shop.Action")),
            new Loaders(1, "x.WebLoader", "s.B", List.of("thread timer-#", "shop.Action")));
  }
}
