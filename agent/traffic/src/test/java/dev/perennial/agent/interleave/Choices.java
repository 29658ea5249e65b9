package dev.perennial.agent.interleave;

import java.util.ArrayList;
import java.util.List;

/** Walks through all sequences of choices, depth first: each run repeats a prefix and varies it. */
final class Choices {
  private final List<Integer> taken = new ArrayList<>();
  private final List<Integer> options = new ArrayList<>();
  private int next;

  /** Returns which of so many options this run takes here; the first one where nothing is said. */
  int choose(int count) {
    if (next == taken.size()) {
      taken.add(0);
      options.add(count);
    } else if (options.get(next) != count) {
      throw new IllegalStateException(
          "the scenario is not deterministic: choice "
              + next
              + " had "
              + options.get(next)
              + " options, and now has "
              + count);
    }
    return taken.get(next++);
  }

  /** Goes on to the next sequence; false if there is none. */
  boolean advance() {
    next = 0;
    while (!taken.isEmpty()) {
      int last = taken.size() - 1;
      if (taken.get(last) + 1 < options.get(last)) {
        taken.set(last, taken.get(last) + 1);
        return true;
      }
      taken.remove(last);
      options.remove(last);
    }
    return false;
  }
}
