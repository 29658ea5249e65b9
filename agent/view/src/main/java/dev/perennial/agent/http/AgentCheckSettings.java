package dev.perennial.agent.http;

import java.time.Duration;

/**
 * Settings of the port for HAProxy's agent-check.
 *
 * @param bind the address to listen at, a host name or an address
 * @param port to listen at; 0 is none, negative any free one
 * @param connections so many are open at once at most; of more, the oldest is closed
 * @param limit a client that has not closed its side after so long is cut off
 * @param slowStart from coming to the available list until it takes its full share; zero for none
 */
public record AgentCheckSettings(
    String bind, int port, int connections, Duration limit, Duration slowStart) {
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
    if (slowStart.isNegative()) {
      throw new IllegalArgumentException(
          "perennial.warmup.slow-start is " + slowStart + "; it must not be negative");
    }
  }

  /** Returns the defaults: no port. */
  public static AgentCheckSettings defaults() {
    return new AgentCheckSettings("127.0.0.1", 0, 32, Duration.ofSeconds(2), Duration.ZERO);
  }

  /** Returns these settings with another address. */
  public AgentCheckSettings at(String newBind, int newPort) {
    return new AgentCheckSettings(newBind, newPort, connections, limit, slowStart);
  }

  /** Returns these settings with another time until the full share. */
  public AgentCheckSettings withSlowStart(Duration time) {
    return new AgentCheckSettings(bind, port, connections, limit, time);
  }

  /** Returns whether there is to be a port. */
  public boolean isEnabled() {
    return port != 0;
  }
}
