package dev.perennial.agent.duplex;

/**
 * What a round of duplexing has moved.
 *
 * @param round of the server's entry
 * @param successor who has it now
 * @param sessions that the successor owns
 * @param bytes sent, all passes
 * @param switchMillis how long all requests waited at the switch-over; 0 before it
 * @param left sessions that stay behind, for whatever reason, or lose an attribute
 */
public record Moved(
    long round, String successor, long sessions, long bytes, long switchMillis, long left) {}
