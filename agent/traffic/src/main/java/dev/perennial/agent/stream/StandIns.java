package dev.perennial.agent.stream;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees to it that no connection is without a reader for long. Who reads one lets go of it to serve
 * a request, or when its own answer has come; mostly it, or the next, is back within a millisecond,
 * and nobody needs to be woken. Where nobody has come between two looks, another thread reads on.
 * There is a thread for it only while there is something to look at. Thread-safe.
 */
final class StandIns {
  private static final long LOOK_NANOS = 5_000_000;

  /** It ends after so many looks that found each connection read. */
  private static final int LOOKS_IN_VAIN = 20;

  private final Executor others;
  private final Set<Reading> readings = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();

  /**
   * @param others runs a task at once, not queued behind others
   */
  StandIns(Executor others) {
    this.others = others;
  }

  void add(Reading reading) {
    readings.add(reading);
  }

  void remove(Reading reading) {
    readings.remove(reading);
  }

  /** A connection has no reader now. Does not wait. */
  void watch() {
    if (looking.get() || !looking.compareAndSet(false, true)) {
      return;
    }
    try {
      others.execute(this::look);
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      looking.set(false);
      // Nobody would notice what comes, or that nothing comes any more.
      readings.forEach(reading -> reading.closeIfLeft("no thread to read from it"));
    }
  }

  private void look() {
    int inVain = 0;
    try {
      while (inVain < LOOKS_IN_VAIN && !Thread.interrupted()) {
        LockSupport.parkNanos(this, LOOK_NANOS);
        inVain = anyIsLeft() ? 0 : inVain + 1;
      }
    } finally {
      looking.set(false);
    }
    if (inVain >= LOOKS_IN_VAIN && anyIsLeft()) {
      // It was let go between the last look and this.
      watch();
    }
  }

  private boolean anyIsLeft() {
    boolean left = false;
    for (Reading reading : readings) {
      left |= reading.lookAfter();
    }
    return left;
  }
}
