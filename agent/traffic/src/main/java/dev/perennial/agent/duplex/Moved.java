package dev.perennial.agent.duplex;

import dev.perennial.agent.gate.HeldTimes;
import java.util.List;

/**
 * What a round of duplexing has moved.
 *
 * @param round of the server's entry
 * @param successor who has it now
 * @param sessions that the successor owns
 * @param bytes sent, all passes
 * @param switchMillis how long all requests waited at the switch-over; 0 before it
 * @param left sessions that stay behind, for whatever reason, or lose an attribute
 * @param leftLines each of them in words; those without room are one line
 * @param held how long each request waited at the switch-over
 */
public record Moved(
    long round,
    String successor,
    long sessions,
    long bytes,
    long switchMillis,
    long left,
    List<String> leftLines,
    HeldTimes held) {
  public Moved {
    leftLines = List.copyOf(leftLines);
  }
}
