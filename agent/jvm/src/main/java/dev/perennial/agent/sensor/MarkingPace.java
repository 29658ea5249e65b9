package dev.perennial.agent.sensor;

/**
 * When the heap is to be marked so that its live set is known: when the old regions have grown by a
 * twentieth of the heap since it was last known, and a fifth of the heap is in them. G1 by itself
 * marks from about half of the heap on, or from four fifths once it has learnt that this is in time
 * for it; a leak that is first seen there is foreseen too late.
 *
 * <p>The cost is bounded: the measurements are ten seconds and a thirtieth of the running time
 * apart, and as long as to take a hundredth of the time; five minutes or that hundredth are enough,
 * however old the JVM. Pure but for what it remembers. Confined to one thread.
 */
final class MarkingPace {
  /** What is to be done about it. */
  enum Step {
    NONE,
    /** Ask for it. */
    ASK,
    /** Ask no more: it has come, or does not. */
    STOP
  }

  private static final double SECOND = 1e9;
  private static final double LEAST_PART = 0.2;
  private static final double GROWN_PART = 0.05;
  private static final double LEAST_SECONDS = 10;
  private static final double MOST_SECONDS = 300;
  private static final double PART_OF_LIFE = 1 / 30.0;
  private static final double PART_OF_TIME = 0.01;

  /** A request that is not heeded by then is withdrawn, and made again later. */
  private static final double PATIENCE_SECONDS = 5;

  /** The JVM looks at what it is asked each second, and so do we at whether it has come. */
  private static final double LOOKS_SECONDS = 2;

  private final long firstNanos;
  private long lastNanos;
  private boolean asks;
  private boolean waits;
  private double tookSeconds;

  MarkingPace(long nowNanos) {
    this.firstNanos = nowNanos;
    this.lastNanos = nowNanos;
  }

  /**
   * Returns what is to be done now.
   *
   * @param marked whether it has just been marked, asked for or not
   * @param askedSeconds since it was asked for last, by the JVM's own clock
   * @param used bytes in old regions
   * @param known bytes of them that were last known to live, 0 if that was never known
   * @param limit bytes of the whole heap
   */
  Step advance(
      long nowNanos, boolean marked, double askedSeconds, long used, long known, long limit) {
    if (marked) {
      if (waits) {
        tookSeconds = Math.max(0, askedSeconds - LOOKS_SECONDS);
      }
      waits = false;
      lastNanos = nowNanos;
    }
    if (asks) {
      asks = !marked && askedSeconds < PATIENCE_SECONDS;
      return asks ? Step.NONE : Step.STOP;
    }
    boolean grown = used >= LEAST_PART * limit && used - known >= GROWN_PART * limit;
    if (grown && nowNanos - lastNanos >= pauseSeconds(nowNanos) * SECOND) {
      asks = true;
      waits = true;
      lastNanos = nowNanos;
      return Step.ASK;
    }
    return Step.NONE;
  }

  private double pauseSeconds(long nowNanos) {
    double byLife = PART_OF_LIFE * (nowNanos - firstNanos) / SECOND;
    double byAge = Math.max(LEAST_SECONDS, Math.min(MOST_SECONDS, byLife));
    return Math.max(byAge, tookSeconds / PART_OF_TIME);
  }
}
