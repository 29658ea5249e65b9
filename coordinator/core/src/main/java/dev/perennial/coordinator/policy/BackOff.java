package dev.perennial.coordinator.policy;

import java.time.Duration;

/**
 * How long to wait between tries of something that is never given up: twice as long each time, up
 * to the longest. Pure.
 *
 * @param first pause, after the first try that failed
 * @param longest pause
 */
public record BackOff(Duration first, Duration longest) {
  /** For what takes seconds and may fail for hours: 5 s, 10 s, 20 s, 40 s, then each minute. */
  public static final BackOff SECONDS = new BackOff(Duration.ofSeconds(5), Duration.ofMinutes(1));

  public BackOff {
    if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "first (" + first + ") must be positive, and longest (" + longest + ") no shorter");
    }
  }

  /**
   * Returns the pause before the next try.
   *
   * @param failures tries that have failed so far, 1 or more
   */
  public Duration after(int failures) {
    Duration pause = first;
    for (int i = 1; i < failures && pause.compareTo(longest) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longest) < 0 ? pause : longest;
  }
}
