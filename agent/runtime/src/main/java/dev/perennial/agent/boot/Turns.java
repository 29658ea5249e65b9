package dev.perennial.agent.boot;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import java.util.List;

/**
 * What happens each second, step by step. A step that fails ends the turn, and the next turn comes
 * all the same. Turns are for the agent's loop; one that comes before {@link #begin} does nothing.
 */
final class Turns {
  private final Log log;
  private volatile List<Runnable> steps = List.of();

  Turns(Log log) {
    this.log = log;
  }

  /** From now on each turn does these. */
  void begin(List<Runnable> first) {
    steps = List.copyOf(first);
  }

  /** Does one. Throws nothing: an executor forgets what does. */
  void turn() {
    try {
      go();
    } catch (Throwable e) {
      // In a full heap not even that an error was caught can be said. The guard sees it.
      Thread.onSpinWait();
    }
  }

  private void go() {
    try {
      for (Runnable step : steps) {
        step.run();
      }
    } catch (RuntimeException | LinkageError | VirtualMachineError e) {
      Suppressed.count(e, "tick");
      log.error("tick", "a turn of the agent failed; the next one comes in a second", e);
    }
  }
}
