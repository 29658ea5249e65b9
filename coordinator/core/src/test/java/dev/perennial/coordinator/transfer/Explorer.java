package dev.perennial.coordinator.transfer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through every state that a scenario can come to, breadth first. Looks for a state that must
 * not be, and then for one from which no good end can be reached without another fault.
 */
final class Explorer {
  private final Map<StateHash, Integer> seen = new HashMap<>();
  private final ArrayDeque<Model> frontier = new ArrayDeque<>();
  private final List<int[]> successors = new ArrayList<>();
  private final List<String> moves = new ArrayList<>();
  private final List<Integer> parents = new ArrayList<>();
  private final BitSet goals = new BitSet();
  private final Set<Model.Loss> losses = EnumSet.noneOf(Model.Loss.class);
  private final Set<Model.Phase> ends = EnumSet.noneOf(Model.Phase.class);
  private final int maxStates;

  /**
   * What came out.
   *
   * @param wrong what must not be and the way there; null if all is well
   * @param losses allowed cases of loss that occurred
   * @param ends phases in which all came to a good end
   */
  record Result(
      int states, @Nullable String wrong, Set<Model.Loss> losses, Set<Model.Phase> ends) {}

  private Explorer(int maxStates) {
    this.maxStates = maxStates;
  }

  static Result explore(Scenario scenario, int maxStates) {
    return new Explorer(maxStates).run(new Model(scenario));
  }

  private Result run(Model first) {
    add(first, -1, "begin");
    int next = 0;
    while (!frontier.isEmpty()) {
      int index = next++;
      Model model = frontier.remove();
      losses.addAll(model.losses);
      String wrong = Invariants.check(model);
      if (wrong != null) {
        return result(wrong + way(index));
      }
      if (Invariants.isGoal(model)) {
        goals.set(index);
        ends.add(model.phase);
      }
      List<Integer> free = new ArrayList<>();
      for (Moves.Move move : Moves.of(model)) {
        int to = add(move.next(), index, move.name());
        if (move.next().violation != null) {
          return result(move.next().violation + way(index) + "\n  " + move.name());
        }
        if (!move.fault()) {
          free.add(to);
        }
      }
      successors.add(free.stream().mapToInt(i -> i).toArray());
      if (seen.size() > maxStates) {
        throw new IllegalStateException("more than " + maxStates + " states");
      }
    }
    int stuck = firstThatReachesNoGoal();
    return result(stuck < 0 ? null : "no good end can be reached" + way(stuck));
  }

  private Result result(@Nullable String wrong) {
    return new Result(seen.size(), wrong, losses, ends);
  }

  private int add(Model model, int parent, String move) {
    StateHash hash = StateHash.of(model);
    Integer known = seen.get(hash);
    if (known != null) {
      return known;
    }
    int index = seen.size();
    seen.put(hash, index);
    frontier.add(model);
    parents.add(parent);
    moves.add(move);
    return index;
  }

  private int firstThatReachesNoGoal() {
    int count = successors.size();
    int[] sizes = new int[count];
    for (int[] each : successors) {
      for (int to : each) {
        sizes[to]++;
      }
    }
    int[][] before = new int[count][];
    for (int i = 0; i < count; i++) {
      before[i] = new int[sizes[i]];
    }
    for (int i = 0; i < count; i++) {
      for (int to : successors.get(i)) {
        before[to][--sizes[to]] = i;
      }
    }
    BitSet good = (BitSet) goals.clone();
    ArrayDeque<Integer> open = new ArrayDeque<>();
    goals.stream().forEach(open::add);
    while (!open.isEmpty()) {
      for (int earlier : before[open.remove()]) {
        if (!good.get(earlier)) {
          good.set(earlier);
          open.add(earlier);
        }
      }
    }
    int bad = good.nextClearBit(0);
    return bad < count ? bad : -1;
  }

  private String way(int index) {
    List<String> steps = new ArrayList<>();
    for (int i = index; i >= 0; i = parents.get(i)) {
      steps.add("\n  " + moves.get(i));
    }
    Collections.reverse(steps);
    return String.join("", steps);
  }
}
