package dev.perennial.agent.server;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * A task that is done again and again on a thread that may wait, and never twice at once: a turn
 * that would find the last one still going is left out. Thread-safe.
 */
public final class OneAtATime {
  private final Task task;
  private final Executor work;
  private final Consumer<Throwable> failures;
  private final AtomicBoolean going = new AtomicBoolean();

  /** What is done. */
  @FunctionalInterface
  public interface Task {
    /** Does it once. */
    void run() throws InterruptedException;
  }

  /**
   * @param work runs a task that blocks, on another thread
   * @param failures takes what a task throws; the next turn comes all the same
   */
  public OneAtATime(Task task, Executor work, Consumer<Throwable> failures) {
    this.task = task;
    this.work = work;
    this.failures = failures;
  }

  /** Has it done once more, unless it is being done. */
  public void turn() {
    if (!going.compareAndSet(false, true)) {
      return;
    }
    boolean handedOver = false;
    try {
      work.execute(this::run);
      handedOver = true;
    } finally {
      // Where no thread was to be had, the next turn tries again.
      if (!handedOver) {
        going.set(false);
      }
    }
  }

  private void run() {
    try {
      task.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      failures.accept(e);
    } finally {
      going.set(false);
    }
  }
}
