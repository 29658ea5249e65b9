package dev.perennial.coordinator.forecast;

import org.jspecify.annotations.Nullable;

/**
 * Whether the growth of a server that has not worked for long is a filling: caches, pools and
 * compiled code grow until they are full, and how far is only known when they have stopped. Pure.
 */
final class Filling {
  /** Seconds of work after which growth is no filling any more. */
  static final double WORKED_SECONDS = 900;

  /** So many times that, it is told by whether it has stopped. */
  private static final double TOLD = 2;

  /** Part of the limit that caches may take. */
  private static final double CACHES = 0.75;

  /** Part of the limit from which on nothing has stopped well. */
  private static final double FULL = 0.95;

  /** Growth is looked for over this part of the time that it was seen, but for so many seconds. */
  private static final double PART = 0.1;

  private static final double LEAST_SECONDS = 10;

  /** It has stopped if it has come to less than this part of what its pace says. */
  private static final double STOPPED = 0.3;

  private Filling() {}

  /**
   * Returns whether it is, or may be.
   *
   * @param worked seconds that the server has worked for
   * @param warmsUp whether it grows in youth without aging
   * @param measured its measurements, null if each reading is one
   */
  static boolean is(
      double worked,
      double level,
      boolean warmsUp,
      Projection pace,
      Series floor,
      @Nullable Measured measured) {
    if (level >= FULL || worked >= TOLD * WORKED_SECONDS) {
      return false;
    }
    return (warmsUp && level < CACHES && worked < WORKED_SECONDS)
        || hasStopped(pace, floor, measured);
  }

  private static boolean hasStopped(Projection pace, Series floor, @Nullable Measured measured) {
    if (!pace.isKnown()) {
      return true;
    }
    double seconds = Math.max(LEAST_SECONDS, PART * pace.span());
    double rise = measured == null ? rise(floor, seconds) : measured.pace(seconds) * seconds;
    return rise < STOPPED * pace.slope() * seconds;
  }

  /** Returns how far the floor has risen within the last seconds, NaN if it is not known. */
  private static double rise(Series floor, double seconds) {
    Ring ring = floor.ring(0);
    long back = (long) Math.ceil(seconds / Series.width(0));
    long last = ring.next() - 1;
    return ring.at(last) - ring.at(last - back);
  }
}
