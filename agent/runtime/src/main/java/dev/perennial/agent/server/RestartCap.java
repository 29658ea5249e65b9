package dev.perennial.agent.server;

import dev.perennial.agent.status.PastRejuvenation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Limits the restarts of one server within an hour: more mean that restarting does not help. Pure.
 */
public final class RestartCap {
  private static final Duration HOUR = Duration.ofHours(1);

  private RestartCap() {}

  /**
   * Returns why this server is not restarted once more without an order, in words; empty if it may
   * be.
   *
   * @param most restarts within an hour
   */
  public static String obstacle(List<PastRejuvenation> history, int most, Instant now) {
    long recent =
        history.stream()
            .filter(PastRejuvenation::wasRestarted)
            .filter(past -> past.ended().isAfter(now.minus(HOUR)))
            .count();
    return recent < most
        ? ""
        : "it was restarted "
            + recent
            + " times within the hour, and perennial.restart.max-per-hour is "
            + most;
  }
}
