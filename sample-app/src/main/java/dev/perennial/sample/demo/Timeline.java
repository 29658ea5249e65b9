package dev.perennial.sample.demo;

import dev.perennial.testing.cluster.ServerStatus;

/**
 * When the steps of one server's rejuvenation were seen, in the nanoseconds of the caller's clock;
 * -1 where a step was not. Pure; not thread-safe.
 */
final class Timeline {
  private final long incarnation;
  private final String roleAfter;
  private long verdict = -1;
  private long switchBegin = -1;
  private long switchEnd = -1;
  private long back = -1;

  /**
   * @param incarnation of the life that ages
   * @param roleAfter the role that the next life is to have
   */
  Timeline(long incarnation, String roleAfter) {
    this.incarnation = incarnation;
    this.roleAfter = roleAfter;
  }

  /** Takes in how the server stands at a time. */
  void see(long time, ServerStatus server) {
    if (verdict < 0 && server.unstable()) {
      verdict = time;
    }
    if (switchEnd < 0) {
      switch (server.stage()) {
        // The switch begins after this look at the earliest; one that is given up begins again.
        case "IN_SERVICE", "DUPLEXING" -> switchBegin = time;
        case "RETIRED", "REJUVENATING", "RETURNING", "OUT" -> switchEnd = time;
        default -> {}
      }
    }
    boolean young = server.incarnation() > incarnation;
    if (back < 0 && young && server.inService() && server.role().equals(roleAfter)) {
      back = time;
    }
  }

  boolean judged() {
    return verdict >= 0;
  }

  boolean switched() {
    return switchEnd >= 0;
  }

  boolean isBack() {
    return back >= 0;
  }

  /** Returns from when, at the earliest, requests could be held. */
  long switchBegin() {
    return switchBegin;
  }

  /** Returns until when, at the latest. */
  long switchEnd() {
    return switchEnd;
  }

  /** Returns milliseconds from the verdict to the return, -1 if either has not been seen. */
  long verdictToBackMillis() {
    return verdict < 0 || back < 0 ? -1 : (back - verdict) / 1_000_000;
  }
}
