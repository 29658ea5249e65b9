package dev.perennial.agent.clean;

import dev.perennial.agent.sensor.Collector;
import java.util.Locale;
import java.util.Optional;

/**
 * What the gentle steps have shown: memory that was taken and needed once, and not given back. That
 * is no leak, and no restart cures it for long; an option of the JVM does. Pure.
 *
 * @param of what kept it
 * @param sentence with figures and the option to set
 */
public record NotGivenBack(Keeper of, String sentence) {
  /** Part of the largest heap that it must have grown to. */
  private static final double GROWN = 0.5;

  /** Part of that which may live. */
  private static final double LIVES = 0.5;

  private static final long LEAST = 32L << 20;

  /** Part of the process's memory that the C library must have had to spare. */
  private static final double SPARED = 0.1;

  /** What keeps memory that nobody needs. */
  public enum Keeper {
    HEAP,
    C_LIBRARY
  }

  /**
   * Returns what figures show, if they show it.
   *
   * @param fixed whether the heap is set to be always as large as it can be
   */
  public static Optional<NotGivenBack> of(
      GivingBack.Figures figures, Collector collector, boolean fixed) {
    long before = figures.committedBefore();
    boolean grown = before >= GROWN * figures.heapMax();
    boolean unused = figures.usedAfter() <= LIVES * before && before - figures.usedAfter() >= LEAST;
    if (grown && unused) {
      return Optional.of(new NotGivenBack(Keeper.HEAP, heap(figures, collector, fixed)));
    }
    long spared = figures.givenBack() - figures.heapGivenBack();
    boolean kept =
        figures.trimmed() && spared >= Math.max(LEAST, SPARED * figures.residentBefore());
    return kept
        ? Optional.of(new NotGivenBack(Keeper.C_LIBRARY, library(figures, spared)))
        : Optional.empty();
  }

  private static String heap(GivingBack.Figures figures, Collector collector, boolean fixed) {
    boolean full = figures.committedBefore() >= 0.98 * figures.heapMax();
    return "not a leak: the heap grew to "
        + (full ? "its limit of " : mib(figures.committedBefore()) + " of ")
        + mib(figures.heapMax())
        + ", only "
        + mib(figures.usedAfter())
        + " of it live, and the rest was not given back to the system; "
        + (fixed
            ? "set -Xms smaller than -Xmx, or -Xmx to what lives and room to work: a heap that"
                + " is always of the same size gives nothing back"
            : option(collector, figures.usedAfter()));
  }

  /** Each as it was seen to do with a heap that is full of garbage. */
  private static String option(Collector collector, long live) {
    return switch (collector) {
      case SERIAL ->
          "set -XX:MaxHeapFreeRatio=30 -XX:MinHeapFreeRatio=10 -XX:-ShrinkHeapInSteps, so that"
              + " each full collection gives it back";
      case PARALLEL ->
          "set -XX:+UseG1GC -XX:G1PeriodicGCInterval=300000, as the Parallel collector gives"
              + " nothing back, or -Xmx to what lives and room to work";
      case G1 ->
          "set -XX:G1PeriodicGCInterval=300000, so that a server that is idle for five minutes"
              + " gives it back";
      case ZGC ->
          "set -XX:SoftMaxHeapSize="
              + Math.max(64, 2 * (live >> 20))
              + "m, beyond which ZGC grows only in need, and gives back after"
              + " -XX:ZUncommitDelay=300 seconds";
      case SHENANDOAH ->
          "set -XX:+UnlockExperimentalVMOptions -XX:ShenandoahUncommitDelay=60000"
              + " -XX:ShenandoahGuaranteedGCInterval=300000, so that it is given back within"
              + " minutes";
    };
  }

  private static String library(GivingBack.Figures figures, long spared) {
    return "not a leak: the C library kept "
        + mib(spared)
        + " of the process's "
        + mib(figures.residentBefore())
        + " that nobody used; set MALLOC_ARENA_MAX=2 in the environment, or"
        + " -XX:TrimNativeHeapInterval=300000 where this JDK has it";
  }

  private static String mib(long bytes) {
    return String.format(Locale.ROOT, "%.0f MiB", bytes / 1048576.0);
  }
}
