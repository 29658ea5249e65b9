package dev.perennial.agent.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * What is the application's, and what is the agent's own, each in the order in which it came. Pure.
 */
record Parted<T>(List<T> others, List<T> own) {
  static <T> Parted<T> of(List<T> all, Predicate<T> isOwn) {
    List<T> others = new ArrayList<>();
    List<T> own = new ArrayList<>();
    all.forEach(each -> (isOwn.test(each) ? own : others).add(each));
    return new Parted<>(others, own);
  }

  /** Returns the first of the application's. */
  List<T> others(int most) {
    return others.subList(0, Math.min(most, others.size()));
  }
}
