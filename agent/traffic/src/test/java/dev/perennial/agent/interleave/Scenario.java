package dev.perennial.agent.interleave;

import java.util.Map;

/**
 * What several threads do at once with the code under test. A fresh one is made for each
 * interleaving, by its constructor without arguments, which no other thread sees yet.
 */
public interface Scenario {
  /** Returns what each thread does, by the name that it has in the account of a failure. */
  Map<String, Runnable> threads();

  /** Checks what has come of it when every thread has ended. */
  void check();
}
