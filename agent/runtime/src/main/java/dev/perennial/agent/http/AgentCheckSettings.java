package dev.perennial.agent.http;

import java.time.Duration;

/**
 * Settings of the port for HAProxy's agent-check.
 *
 * @param bind the address to listen at, a host name or an address
 * @param port to listen at; 0 is none, negative any free one
 * @param connections so many are open at once at most; of more, the oldest is closed
 * @param limit a client that has not closed its side after so long is cut off
 */
public record AgentCheckSettings(String bind, int port, int connections, Duration limit) {
  public AgentCheckSettings {
    if (bind.isBlank()) {
      throw new IllegalArgumentException(
          "perennial.http.bind is empty; give a host name or an address such as 127.0.0.1");
    }
    if (port > 65_535) {
      throw new IllegalArgumentException(
          "perennial.http.agent-check-port is " + port + "; allowed are 0 (none) to 65535");
    }
    if (connections < 1) {
      throw new IllegalArgumentException(
          "the agent-check is to have " + connections + " connections; at least 1 is needed");
    }
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException(
          "the limit of an agent-check is " + limit + "; it must be positive");
    }
  }

  /** Returns the defaults: no port. */
  public static AgentCheckSettings defaults() {
    return new AgentCheckSettings("127.0.0.1", 0, 32, Duration.ofSeconds(2));
  }

  /** Returns these settings with another address. */
  public AgentCheckSettings at(String newBind, int newPort) {
    return new AgentCheckSettings(newBind, newPort, connections, limit);
  }

  /** Returns whether there is to be a port. */
  public boolean isEnabled() {
    return port != 0;
  }
}
