package dev.perennial.agent.container;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs code of the application (what it does as a session is written, read or activated) on threads
 * with room for deep object graphs, and waits only so long for it. Thread-safe.
 */
public final class ApplicationCalls {
  /** Reserved, and used only as far as an object graph is deep: 64 MiB write 165,000 links. */
  private static final long STACK_BYTES = 64L << 20;

  /** So many calls may hang at once; then no more threads are given away to the same end. */
  private static final int MOST_HANGING = 8;

  private static final int IDLE_SECONDS = 10;

  private final Consumer<Throwable> suppressed;
  private final AtomicInteger hanging = new AtomicInteger();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          ApplicationCalls::thread);

  /**
   * @param suppressed counts errors that are borne here; must not throw
   */
  public ApplicationCalls(Consumer<Throwable> suppressed) {
    this.suppressed = suppressed;
  }

  private static Thread thread(Runnable work) {
    // No thread locals and no class loader of whoever happens to ask first.
    Thread thread = new Thread(null, work, "perennial-session", STACK_BYTES, false);
    thread.setContextClassLoader(ApplicationCalls.class.getClassLoader());
    thread.setDaemon(true);
    return thread;
  }

  /** Returns how many calls have not come back in their time. */
  public int hanging() {
    return hanging.get();
  }

  /** Code did not end in its time. */
  public static final class HangingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String doing;

    HangingException(String message, String doing) {
      super(message);
      this.doing = doing;
    }

    /** Returns what the code was doing when its time was over. */
    public String doing() {
      return doing;
    }
  }

  /** As {@link #call(Callable, Duration, Supplier)}, where nothing is known of what it does. */
  public <T> T call(Callable<T> code, Duration limit) throws Throwable {
    return call(code, limit, () -> "");
  }

  /**
   * Runs the code and returns what it returns.
   *
   * @param doing what the code is doing; asked on this thread
   * @throws HangingException if it did not end in time; it was interrupted, and may go on
   * @throws Throwable whatever the code has thrown
   */
  public <T> T call(Callable<T> code, Duration limit, Supplier<String> doing) throws Throwable {
    if (hanging.get() >= MOST_HANGING) {
      throw new HangingException(
          MOST_HANGING + " earlier calls of the application's code have not ended", "");
    }
    One<T> one = new One<>(code);
    try {
      threads.execute(one);
    } catch (OutOfMemoryError e) {
      // No thread is to be had: here it has less room and no limit, but is done.
      suppressed.accept(e);
      return code.call();
    }
    return one.await(limit, doing);
  }

  private final class One<T> implements Runnable {
    private final Callable<T> code;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    /** Guarded by this. */
    private boolean abandoned;

    private @Nullable Thread worker;
    private boolean over;

    One(Callable<T> code) {
      this.code = code;
    }

    @Override
    public void run() {
      synchronized (this) {
        worker = Thread.currentThread();
      }
      try {
        answer.complete(code.call());
      } catch (Throwable e) {
        // Whatever it was, it is for the caller, who waits for it.
        answer.completeExceptionally(e);
      } finally {
        ended();
      }
    }

    private synchronized void ended() {
      over = true;
      if (abandoned) {
        hanging.decrementAndGet();
      }
      // An interrupt that came late is not for the next call.
      boolean unused = Thread.interrupted();
    }

    T await(Duration limit, Supplier<String> doing) throws Throwable {
      try {
        return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
      } catch (ExecutionException e) {
        throw e.getCause();
      } catch (TimeoutException e) {
        // Before the interrupt, which may end it.
        String at = doing.get();
        abandon();
        throw new HangingException("it did not end within " + limit.toMillis() + " ms", at);
      } catch (InterruptedException e) {
        abandon();
        throw e;
      }
    }

    private synchronized void abandon() {
      if (!over && !abandoned) {
        abandoned = true;
        hanging.incrementAndGet();
        if (worker != null) {
          worker.interrupt();
        }
      }
    }
  }
}
