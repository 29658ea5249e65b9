package dev.perennial.agent.relay;

import java.time.Duration;

/**
 * How long the relay waits, and how many connections it keeps.
 *
 * @param connectTimeout for a connection to be made; then another server may be tried
 * @param answerTimeout for the next bytes of an answer; generous, since applications can be slow
 * @param continueTimeout for "100 Continue" before a body is sent all the same
 * @param idleTimeout after which an unused connection is closed; shorter than any server's own
 * @param maxIdle unused connections kept for each server
 */
public record RelaySettings(
    Duration connectTimeout,
    Duration answerTimeout,
    Duration continueTimeout,
    Duration idleTimeout,
    int maxIdle) {
  public RelaySettings {
    check("connectTimeout", connectTimeout);
    check("answerTimeout", answerTimeout);
    check("continueTimeout", continueTimeout);
    check("idleTimeout", idleTimeout);
    if (maxIdle < 0) {
      throw new IllegalArgumentException("maxIdle is " + maxIdle + "; allowed: 0 or more");
    }
  }

  private static void check(String name, Duration value) {
    long millis = value.toMillis();
    if (millis < 1 || millis > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          name + " is " + value + "; allowed: 1 ms to " + Integer.MAX_VALUE + " ms");
    }
  }

  /** 2 s to connect, 10 minutes for an answer, 1 s for a go-ahead, 16 connections kept for 5 s. */
  public static RelaySettings defaults() {
    return new RelaySettings(
        Duration.ofSeconds(2),
        Duration.ofMinutes(10),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        16);
  }
}
