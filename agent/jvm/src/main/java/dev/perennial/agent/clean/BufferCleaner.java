package dev.perennial.agent.clean;

import dev.perennial.agent.evidence.DiagnosticCommands;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Empties registered caches, then frees the direct buffers that nobody reaches any more. */
public final class BufferCleaner {
  private static final int MAX_LOOKS = 20;
  private static final long LOOK_MILLIS = 25;

  private final Supplier<Collection<? extends FlushableCache>> caches;
  private final FullCollection collection;

  /**
   * Makes a cleaner.
   *
   * @param caches that are registered at the moment
   */
  public BufferCleaner(
      Supplier<Collection<? extends FlushableCache>> caches, DiagnosticCommands commands) {
    this.caches = caches;
    this.collection = new FullCollection(commands);
  }

  /** Frees what can be freed; stops the application for a full collection. Throws nothing. */
  public Cleaning.OfBuffers clean() {
    List<String> problems = new ArrayList<>();
    Level before = Level.now();
    long flushed = 0;
    for (FlushableCache cache : caches.get()) {
      try {
        flushed += cache.flush();
      } catch (Exception | LinkageError e) {
        problems.add("cache " + cache.name() + ": " + e);
      }
    }
    collection.run();
    Level after = settled();
    return new Cleaning.OfBuffers(
        before.count, after.count, before.bytes, after.bytes, flushed, List.copyOf(problems));
  }

  /** Buffers are freed by another thread, one after another. */
  private static Level settled() {
    CountDownLatch never = new CountDownLatch(1);
    Level level = Level.now();
    try {
      for (int looks = 0; looks < MAX_LOOKS; looks++) {
        never.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        Level next = Level.now();
        if (next.bytes >= level.bytes) {
          return next;
        }
        level = next;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return level;
  }

  private record Level(long count, long bytes) {
    static Level now() {
      for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
        if (pool.getName().equals("direct")) {
          return new Level(pool.getCount(), pool.getMemoryUsed());
        }
      }
      return new Level(0, 0);
    }
  }
}
