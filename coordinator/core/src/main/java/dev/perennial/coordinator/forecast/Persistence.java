package dev.perennial.coordinator.forecast;

/**
 * For how long what is new must have been seen before it counts. A server that has been well for
 * long has had time for jobs and caches of every kind: the longer it has worked, the more likely a
 * rise is one of them, and no leak that happened to begin just now. Pure.
 */
final class Persistence {
  private static final double PART = 0.1;

  private static final double MOST_SECONDS = 7200;

  private Persistence() {}

  /**
   * Returns it after so many seconds of work: a tenth of them, at most two hours. What a server
   * that waited for its work did meanwhile says nothing of how it takes it.
   */
  static double seconds(double worked) {
    return Math.min(PART * worked, MOST_SECONDS);
  }
}
