package dev.perennial.agent.server;

import dev.perennial.agent.gate.HeldTimes;
import dev.perennial.agent.status.HeldRequests;
import java.util.stream.LongStream;

/** Shows how long requests were held. Stateless. */
public final class HeldView {
  private HeldView() {}

  /** Returns a snapshot. */
  static HeldRequests of(HeldTimes times) {
    return new HeldRequests(
        LongStream.of(HeldTimes.boundsMillis()).boxed().toList(),
        LongStream.of(times.counts()).boxed().toList(),
        times.sumSeconds(),
        summary(times));
  }

  /** Returns the figures for people. */
  public static HeldRequests.Summary summary(HeldTimes times) {
    return times.count() == 0
        ? HeldRequests.Summary.NONE
        : new HeldRequests.Summary(
            times.count(), times.within(0.5), times.within(0.99), times.longestMillis());
  }
}
