package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.log.Suppressed;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Does what must be done even where the system gives no more threads: then on one that is there
 * already. Thread-safe.
 */
public final class LentThread {
  private final ThreadFactory threads;
  private final AtomicReference<@Nullable Runnable> waiting = new AtomicReference<>();

  public LentThread(ThreadFactory threads) {
    this.threads = threads;
  }

  /** Does it on a thread of its own, or as soon as one is lent; returns at once. */
  void execute(Runnable task) {
    try {
      threads.newThread(task).start();
    } catch (OutOfMemoryError e) {
      Suppressed.count(e, "thread");
      waiting.set(task);
    }
  }

  /** Lends the calling thread, which does nothing if nothing waits; to be called now and then. */
  void lend() {
    Runnable task = waiting.getAndSet(null);
    if (task != null) {
      task.run();
    }
  }
}
