package dev.perennial.sample.fault;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Switches faults on and off. What has leaked stays leaked until the process is young again.
 * Thread-safe.
 */
public final class Faults {
  private static final int STEPS_PER_SECOND = 10;

  private final Map<FaultKind, Integer> rates = new EnumMap<>(FaultKind.class);
  private final Map<FaultKind, Leak> leaks = new EnumMap<>(FaultKind.class);
  private final Map<FaultKind, Double> owed = new EnumMap<>(FaultKind.class);
  private @Nullable ScheduledExecutorService executor;

  /**
   * Sets how fast one kind leaks.
   *
   * @param rate in the kind's unit a second; 0 switches it off
   * @throws IllegalArgumentException if it is negative or above a million
   */
  public synchronized void set(FaultKind kind, int rate) {
    if (rate < 0 || rate > 1_000_000) {
      throw new IllegalArgumentException("rate=" + rate + " must be between 0 and 1000000");
    }
    rates.put(kind, rate);
    if (executor == null) {
      executor =
          Executors.newSingleThreadScheduledExecutor(
              task -> {
                Thread thread = new Thread(task, "faults");
                thread.setDaemon(true);
                return thread;
              });
      long period = 1000 / STEPS_PER_SECOND;
      Future<?> unused =
          executor.scheduleAtFixedRate(this::step, period, period, TimeUnit.MILLISECONDS);
    }
  }

  /** Returns the rates set so far. */
  public synchronized Map<FaultKind, Integer> rates() {
    return new EnumMap<>(rates);
  }

  private synchronized void step() {
    for (Map.Entry<FaultKind, Integer> entry : rates.entrySet()) {
      FaultKind kind = entry.getKey();
      double due = owed.getOrDefault(kind, 0.0) + (double) entry.getValue() / STEPS_PER_SECOND;
      int whole = (int) due;
      owed.put(kind, due - whole);
      if (whole > 0) {
        grow(kind, whole);
      }
    }
  }

  private void grow(FaultKind kind, int units) {
    try {
      leaks.computeIfAbsent(kind, FaultKind::leak).grow(units);
    } catch (Exception | OutOfMemoryError e) {
      // Exhausted, as intended: the application is to suffer from it, not this thread.
      System.err.println("fault " + kind + ": " + e);
    }
  }
}
