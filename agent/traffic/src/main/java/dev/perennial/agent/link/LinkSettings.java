package dev.perennial.agent.link;

import java.time.Duration;

/**
 * Bounds of the links between agents.
 *
 * @param handshakeLimit for connecting and for the whole handshake
 * @param maxPendingHandshakes peers that have not proven the secret yet, at once, half of them from
 *     one address; for one more, the oldest is hung up on
 * @param maxConnections of peers that have proven it, at once, half of them of one server; for one
 *     more, the oldest is hung up on
 * @param maxMessageBytes of one request or answer
 * @param windowBytes of unanswered requests on one link; who sends more waits
 * @param handlerThreads that work on requests, at most, for all connections together
 * @param idleLimit a connection without any request for so long is closed; also the longest time
 *     that one write may take
 */
public record LinkSettings(
    Duration handshakeLimit,
    int maxPendingHandshakes,
    int maxConnections,
    int maxMessageBytes,
    int windowBytes,
    int handlerThreads,
    Duration idleLimit) {
  public LinkSettings {
    positive("handshakeLimit", handshakeLimit);
    positive("idleLimit", idleLimit);
    positive("maxPendingHandshakes", maxPendingHandshakes);
    positive("maxConnections", maxConnections);
    positive("maxMessageBytes", maxMessageBytes);
    positive("windowBytes", windowBytes);
    positive("handlerThreads", handlerThreads);
  }

  /**
   * Returns 3 s, 64 handshakes, 512 connections, messages of 64 MiB, a window of 8 MiB, 3 threads,
   * 60 s.
   */
  public static LinkSettings defaults() {
    return new LinkSettings(
        Duration.ofSeconds(3), 64, 512, 64 << 20, 8 << 20, 3, Duration.ofSeconds(60));
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " (" + value + ") must be longer than nothing");
    }
  }

  private static void positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " (" + value + ") must be at least 1");
    }
  }
}
