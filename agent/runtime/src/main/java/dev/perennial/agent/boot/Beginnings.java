package dev.perennial.agent.boot;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.coordinator.hazelcast.Trouble;
import dev.perennial.coordinator.policy.BackOff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What a life begins with and may be refused, such as a port or a thread: each is tried at once,
 * and again in later turns until it is done, so that no lack of a moment lasts for a life.
 * Thread-safe.
 */
final class Beginnings {
  private final Log log;
  private final LongSupplier nanos;

  /** Guarded by "this". */
  private final List<Pending> pending = new ArrayList<>();

  /** What is begun. */
  interface Task {
    /**
     * @throws IOException in words for an operator, if it was refused
     */
    void begin() throws IOException;
  }

  /** Not done yet. */
  private static final class Pending {
    private final String what;
    private final Task task;
    private int tries;
    private long dueNanos;
    private String said = "";

    Pending(String what, Task task) {
      this.what = what;
      this.task = task;
    }
  }

  /**
   * @param nanos a clock such as {@link System#nanoTime}
   */
  Beginnings(Log log, LongSupplier nanos) {
    this.log = log;
    this.nanos = nanos;
  }

  /**
   * Begins it now, or later. Throws nothing.
   *
   * @param what it is, in words: "the agent goes on without ..."
   */
  void begin(String what, Task task) {
    Pending next = new Pending(what, task);
    if (!isDone(next)) {
      synchronized (this) {
        pending.add(next);
      }
    }
  }

  /** Tries again what is due. For the agent's loop. */
  void look() {
    List<Pending> due;
    synchronized (this) {
      if (pending.isEmpty()) {
        return;
      }
      long now = nanos.getAsLong();
      due = pending.stream().filter(each -> now - each.dueNanos >= 0).toList();
    }
    for (Pending each : due) {
      if (isDone(each)) {
        synchronized (this) {
          pending.remove(each);
        }
      }
    }
  }

  private boolean isDone(Pending next) {
    next.tries++;
    try {
      next.task.begin();
      if (!next.said.isEmpty()) {
        log.info("over: the agent went on without " + next.what + "; it is there now");
      }
      return true;
    } catch (Throwable e) {
      next.dueNanos = nanos.getAsLong() + BackOff.SECONDS.after(next.tries).toNanos();
      tell(next, e);
      return false;
    }
  }

  private void tell(Pending next, Throwable e) {
    if (!(e instanceof IOException)) {
      Suppressed.count(e, next.what);
    }
    try {
      String why = Trouble.of(e);
      if (!why.equals(next.said)) {
        next.said = why;
        log.error(
            next.what,
            why + "; the agent goes on without " + next.what + ", and tries again",
            e instanceof IOException ? null : e);
      }
    } catch (Throwable again) {
      // As where there is no memory for words: the next try comes all the same.
      Suppressed.count(again, next.what);
    }
  }
}
