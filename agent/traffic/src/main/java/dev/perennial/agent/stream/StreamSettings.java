package dev.perennial.agent.stream;

import java.time.Duration;

/**
 * Bounds of the connections that requests travel over.
 *
 * @param windowBytes of one body on their way in one direction; who sends more waits
 * @param maxStreams at once on one connection
 * @param maxHeadBytes of a request's or an answer's head
 * @param connections to one server, at most
 * @param pingAfter of silence while an answer is awaited: the peer is asked whether it lives
 * @param deadAfter of silence: the peer is taken for dead
 * @param idleLimit a connection without a request for so long is closed
 * @param answerLimit for the next bytes of an answer; generous, since applications can be slow
 */
public record StreamSettings(
    int windowBytes,
    int maxStreams,
    int maxHeadBytes,
    int connections,
    Duration pingAfter,
    Duration deadAfter,
    Duration idleLimit,
    Duration answerLimit) {
  public StreamSettings {
    positive("windowBytes", windowBytes);
    positive("maxStreams", maxStreams);
    positive("maxHeadBytes", maxHeadBytes);
    positive("connections", connections);
    positive("pingAfter", pingAfter.toMillis());
    positive("deadAfter", deadAfter.toMillis());
    positive("idleLimit", idleLimit.toMillis());
    positive("answerLimit", answerLimit.toMillis());
  }

  private static void positive(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " is " + value + "; allowed: 1 or more");
    }
  }

  /**
   * 256 KiB, 1000 streams, heads of 1 MiB, 8 connections, a ping after 5 s, dead after 20 s, idle
   * after 30 s, 10 minutes for an answer.
   */
  public static StreamSettings defaults() {
    return new StreamSettings(
        256 << 10,
        1000,
        1 << 20,
        8,
        Duration.ofSeconds(5),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        Duration.ofMinutes(10));
  }
}
