package dev.perennial.agent.duplex;

import java.time.Duration;

/**
 * Bounds of a duplexing.
 *
 * @param holdLimit new requests wait at most so long for those in flight and for the parts
 * @param drainLimit a request in flight at the switch-over may take so long until its connection is
 *     cut
 * @param callLimit one answer of the successor
 * @param unmovable what to do about sessions that cannot move
 */
public record DuplexSettings(
    Duration holdLimit, Duration drainLimit, Duration callLimit, UnmovablePolicy unmovable) {
  public DuplexSettings {
    check("holdLimit", holdLimit);
    check("drainLimit", drainLimit);
    check("callLimit", callLimit);
  }

  /** Returns 2 s, 30 s and 5 s, and at most one session of a hundred left behind. */
  public static DuplexSettings defaults() {
    return new DuplexSettings(
        Duration.ofSeconds(2),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        UnmovablePolicy.defaults());
  }

  private static void check(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " (" + value + ") must be longer than nothing");
    }
  }
}
