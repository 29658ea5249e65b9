package dev.perennial.agent.boot;

import dev.perennial.agent.status.PastRejuvenation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** So many restarts of one server within an hour; more mean that restarting does not help. Pure. */
final class RestartCap {
  private static final Duration HOUR = Duration.ofHours(1);

  private RestartCap() {}

  /**
   * Returns why this server is not restarted once more without an order, in words; empty if it may
   * be.
   *
   * @param most restarts within an hour
   */
  static String obstacle(List<PastRejuvenation> history, int most, Instant now) {
    long recent =
        history.stream()
            .filter(RestartCap::wasRestarted)
            .filter(past -> past.ended().isAfter(now.minus(HOUR)))
            .count();
    return recent < most
        ? ""
        : "it was restarted "
            + recent
            + " times within the hour, and perennial.restart.max-per-hour is "
            + most;
  }

  private static boolean wasRestarted(PastRejuvenation past) {
    return past.outcome().equals("rejuvenated")
        || past.outcome().startsWith(EmergencyReport.OUTCOME);
  }
}
