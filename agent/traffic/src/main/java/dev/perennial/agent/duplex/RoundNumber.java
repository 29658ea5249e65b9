package dev.perennial.agent.duplex;

import dev.perennial.coordinator.transfer.Life;

/**
 * Numbers the rounds between two servers. Each server counts its own, so both may be in their
 * third; the lowest bit tells whose it is. Pure.
 */
final class RoundNumber {
  private RoundNumber() {}

  static long of(Life source, Life successor, long round) {
    return 2 * round + (source.server().compareTo(successor.server()) < 0 ? 0 : 1);
  }

  /** Returns the round as its server counts it. */
  static long round(long number) {
    return number / 2;
  }
}
