package dev.perennial.coordinator.aging;

import java.util.List;

/**
 * Whether requests fail, or take much longer than they did, and have for a while. Alone that says
 * nothing of age: a database may be down. But what else is about to end then has no time left to be
 * watched. Confined to one thread.
 */
final class Failing {
  private static final String FAILED = "requests.failed";
  private static final String SLOW = "latency.drift";

  private final Hold failed;
  private final Hold slow;

  Failing(JudgeSettings settings) {
    this.failed = hold(settings, FAILED);
    this.slow = hold(settings, SLOW);
  }

  private static Hold hold(JudgeSettings settings, String indicator) {
    JudgeSettings.Limit limit = settings.limits().get(indicator);
    double warn = limit == null ? Double.POSITIVE_INFINITY : limit.warn();
    return new Hold(warn, settings.criticalHoldSeconds());
  }

  /** Takes readings, and returns in words what clients see; empty if nothing. */
  String advance(List<Reading> readings, long nowNanos) {
    boolean fails = failed.advance(value(readings, FAILED), nowNanos);
    boolean drags = slow.advance(value(readings, SLOW), nowNanos);
    return fails ? ", and requests fail" : drags ? ", and responses take much longer" : "";
  }

  void forget() {
    failed.forget();
    slow.forget();
  }

  private static double value(List<Reading> readings, String indicator) {
    for (Reading reading : readings) {
      if (reading.indicator().equals(indicator) && Double.isFinite(reading.value())) {
        return reading.value();
      }
    }
    return 0;
  }
}
