package dev.perennial.coordinator.forecast;

/**
 * For how long what is new must have been seen before it counts. A server that has been well for
 * long has had time for jobs and caches of every kind: the older it is, the more likely a rise is
 * one of them, and no leak that happened to begin just now. Pure.
 */
final class Persistence {
  private static final double PART = 0.1;

  private static final double MOST_SECONDS = 7200;

  private Persistence() {}

  /** Returns it for a life of so many seconds: a tenth of it, at most two hours. */
  static double seconds(double life) {
    return Math.min(PART * life, MOST_SECONDS);
  }
}
