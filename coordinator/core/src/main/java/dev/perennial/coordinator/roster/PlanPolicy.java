package dev.perennial.coordinator.roster;

import dev.perennial.coordinator.rejuvenation.TimingSettings;

/**
 * What a plan keeps to. Times are in milliseconds.
 *
 * @param maxOut servers out at once for a rejuvenation, at most
 * @param minAvailable servers that must stay available
 * @param maxPerHour rejuvenations per hour in the whole cluster without an order
 * @param headroomFactor how many times its state a source's successor must have free
 * @param maxLoad the load, 0 to 1 and above, that a successor may come to by taking the source's
 * @param timing when to switch over
 * @param reportFreshMillis up to which age a report counts
 * @param backoffMillis before another attempt after the first failure; doubles with each more
 * @param duplexLimitMillis for getting into sync
 * @param switchLimitMillis for handing over, after which an alert is raised
 * @param restartLimitMillis from the signal to joining again
 * @param returnLimitMillis from joining again to healthy and warm
 * @param leaseMillis after which a successor that was cut off serves no taken session any more
 * @param forgetMillis after which a server that is gone leaves the voters
 * @param removeMillis after which a server that is gone leaves the roster
 */
public record PlanPolicy(
    int maxOut,
    int minAvailable,
    int maxPerHour,
    double headroomFactor,
    double maxLoad,
    TimingSettings timing,
    long reportFreshMillis,
    long backoffMillis,
    long duplexLimitMillis,
    long switchLimitMillis,
    long restartLimitMillis,
    long returnLimitMillis,
    long leaseMillis,
    long forgetMillis,
    long removeMillis) {
  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long SHORTEST_BACKOFF = 5 * SECOND;

  public PlanPolicy {
    atLeast("maxOut", maxOut, 1);
    atLeast("minAvailable", minAvailable, 0);
    atLeast("maxPerHour", maxPerHour, 1);
    positive("headroomFactor", headroomFactor);
    positive("maxLoad", maxLoad);
    atLeast("reportFreshMillis", reportFreshMillis, 1);
    atLeast("backoffMillis", backoffMillis, 0);
    atLeast("duplexLimitMillis", duplexLimitMillis, 1);
    atLeast("switchLimitMillis", switchLimitMillis, 1);
    atLeast("restartLimitMillis", restartLimitMillis, 1);
    atLeast("returnLimitMillis", returnLimitMillis, 1);
    atLeast("leaseMillis", leaseMillis, 0);
    atLeast("forgetMillis", forgetMillis, 1);
    atLeast("removeMillis", removeMillis, forgetMillis);
  }

  /** Returns the defaults: one out at a time, one stays available, 12 an hour. */
  public static PlanPolicy defaults() {
    return new PlanPolicy(
        1,
        1,
        12,
        1.5,
        1.0,
        TimingSettings.defaults(),
        10 * SECOND,
        MINUTE,
        15 * MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        5 * MINUTE,
        30 * SECOND,
        15 * MINUTE,
        24 * 60 * MINUTE);
  }

  /** Returns this policy with other capacity rules. */
  public PlanPolicy withCapacity(int nextMaxOut, int nextMinAvailable, int nextMaxPerHour) {
    return new PlanPolicy(
        nextMaxOut,
        nextMinAvailable,
        nextMaxPerHour,
        headroomFactor,
        maxLoad,
        timing,
        reportFreshMillis,
        backoffMillis,
        duplexLimitMillis,
        switchLimitMillis,
        restartLimitMillis,
        returnLimitMillis,
        leaseMillis,
        forgetMillis,
        removeMillis);
  }

  /** Returns this policy with other timing. */
  public PlanPolicy withTiming(TimingSettings next) {
    return new PlanPolicy(
        maxOut,
        minAvailable,
        maxPerHour,
        headroomFactor,
        maxLoad,
        next,
        reportFreshMillis,
        backoffMillis,
        duplexLimitMillis,
        switchLimitMillis,
        restartLimitMillis,
        returnLimitMillis,
        leaseMillis,
        forgetMillis,
        removeMillis);
  }

  /** Returns how long to wait after so many failures in a row; at most 64 times the first wait. */
  long backoffAfter(int failures) {
    return failures == 0 ? 0 : backoffMillis << Math.min(failures - 1, 6);
  }

  /**
   * As {@link #backoffAfter(int)}, but no longer than half of the time that is left, so that there
   * is another attempt before it is too late; at least 5 s.
   *
   * @param secondsLeft until the server is exhausted, negative if not foreseen
   */
  long backoffAfter(int failures, double secondsLeft) {
    long backoff = backoffAfter(failures);
    return secondsLeft < 0
        ? backoff
        : Math.min(backoff, Math.max(SHORTEST_BACKOFF, (long) (secondsLeft * SECOND / 2)));
  }

  private static void atLeast(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " (" + value + ") must be at least " + least);
    }
  }

  private static void positive(String name, double value) {
    if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(name + " (" + value + ") must be more than 0");
    }
  }
}
