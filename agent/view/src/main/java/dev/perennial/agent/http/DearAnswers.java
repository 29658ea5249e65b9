package dev.perennial.agent.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Answers that take a while to make, made by threads of their own. Of each path one is made at a
 * time, for all who have asked until it is begun: so a thousand requests cost no more than two.
 * Thread-safe.
 */
final class DearAnswers implements AutoCloseable {
  private static final int THREADS = 2;
  private static final int IDLE_SECONDS = 30;

  private final int mostWaiting;
  private final Consumer<Exception> failures;
  private final AtomicInteger number = new AtomicInteger();
  private final ThreadPoolExecutor threads;

  /** By path; there is one while it is made or waited for. Guarded by "this". */
  private final Map<String, Path> paths = new HashMap<>();

  /** Who waits for the next answer to one path, while another may be made. */
  private static final class Path {
    private List<Consumer<Answer>> waiting = new ArrayList<>();
  }

  /**
   * @param mostWaiting requests for one path
   * @param failures told of each answer that could not be made; must not throw
   */
  DearAnswers(int mostWaiting, Consumer<Exception> failures) {
    this.mostWaiting = mostWaiting;
    this.failures = failures;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread =
                  new Thread(null, task, "perennial-http-" + number.incrementAndGet(), 0, false);
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Has an answer made.
   *
   * @param maker of the answer, on another thread
   * @param to takes it, on that thread or on this one
   */
  void ask(String path, Supplier<Answer> maker, Consumer<Answer> to) {
    if (!join(path, to)) {
      return;
    }
    try {
      threads.execute(() -> make(path, maker));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // Closed, or no thread is to be had.
      Answer none = Answer.text(503, "there is no thread to make the answer");
      take(path).forEach(one -> one.accept(none));
      over(path);
    }
  }

  /** Returns whether nobody makes an answer for that path yet. */
  private boolean join(String path, Consumer<Answer> to) {
    boolean full;
    boolean first;
    synchronized (this) {
      first = !paths.containsKey(path);
      List<Consumer<Answer>> waiting = paths.computeIfAbsent(path, p -> new Path()).waiting;
      full = waiting.size() >= mostWaiting;
      if (!full) {
        waiting.add(to);
      }
    }
    if (full) {
      to.accept(Answer.text(503, "too many wait for this"));
    }
    return first;
  }

  private synchronized List<Consumer<Answer>> take(String path) {
    Path of = paths.get(path);
    if (of == null) {
      return List.of();
    }
    List<Consumer<Answer>> taken = of.waiting;
    of.waiting = new ArrayList<>();
    return taken;
  }

  /** Returns whether nobody has come since. */
  private synchronized boolean over(String path) {
    Path of = paths.get(path);
    if (of == null || of.waiting.isEmpty()) {
      paths.remove(path);
      return true;
    }
    return false;
  }

  private void make(String path, Supplier<Answer> maker) {
    try {
      do {
        List<Consumer<Answer>> takers = take(path);
        Answer answer = made(maker);
        takers.forEach(one -> one.accept(answer));
      } while (!over(path));
    } catch (RuntimeException | OutOfMemoryError | LinkageError e) {
      // Such as no heap for the bytes: who waits is hung up on in time, and the next one is served.
      forget(path);
      failures.accept(new IllegalStateException(e.toString(), e));
    }
  }

  private synchronized void forget(String path) {
    paths.remove(path);
  }

  private Answer made(Supplier<Answer> maker) {
    try {
      return maker.get();
    } catch (RuntimeException e) {
      failures.accept(e);
    } catch (OutOfMemoryError | StackOverflowError | LinkageError e) {
      failures.accept(new IllegalStateException(e.toString(), e));
    }
    return Answer.FAILED;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
