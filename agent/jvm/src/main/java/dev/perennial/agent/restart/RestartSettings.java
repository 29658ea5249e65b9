package dev.perennial.agent.restart;

import java.time.Duration;

/**
 * How this server restarts.
 *
 * @param strategy perennial.restart
 * @param stopLimit perennial.stop.limit: the longest that the application's shutdown hooks may
 *     take; 1 s to 1 h
 * @param exitStatus perennial.restart.exit-status: with which the process ends where it cannot
 *     restart in place; 1 to 125, and to be named to the supervisor (systemd: {@code
 *     RestartForceExitStatus=5})
 * @param unclaimedLimit perennial.restart.unclaimed-limit: how long after the start a kept socket
 *     waits for the application to bind it; 1 s to 1 h
 * @param rehearse perennial.restart.rehearse: whether a JVM is started, as the next life would be,
 *     to see whether it starts
 */
public record RestartSettings(
    RestartStrategy strategy,
    Duration stopLimit,
    int exitStatus,
    Duration unclaimedLimit,
    boolean rehearse) {

  /** Checks the limits. */
  public RestartSettings {
    check("perennial.stop.limit", stopLimit);
    check("perennial.restart.unclaimed-limit", unclaimedLimit);
    if (exitStatus < 1 || exitStatus > 125) {
      throw new IllegalArgumentException(
          "perennial.restart.exit-status is " + exitStatus + ", allowed is 1 to 125");
    }
  }

  /** Returns exec, 30 s, status 5, 60 s, with a rehearsal. */
  public static RestartSettings defaults() {
    return new RestartSettings(
        RestartStrategy.EXEC, Duration.ofSeconds(30), 5, Duration.ofSeconds(60), true);
  }

  private static void check(String key, Duration value) {
    if (value.compareTo(Duration.ofSeconds(1)) < 0 || value.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException(key + " is " + value + ", allowed is 1 s to 1 h");
    }
  }
}
