package dev.perennial.agent.gate;

import dev.perennial.agent.container.Exchange;

/** Has a request answered by another server. Thread-safe. */
public interface Forwarder {
  /** How it went. */
  enum Outcome {
    /** The answer was relayed, or the client's connection was cut midway: the request is over. */
    OVER,
    /**
     * The server was not reached, and nothing has been read of the request: it may be sent
     * elsewhere.
     */
    UNREACHED,
    /** The server says that it does not own the session; nothing has been answered. */
    NOT_THERE
  }

  /** Relays a request and its answer. */
  Outcome forward(Exchange exchange, String server);

  /** Answers 503 with Retry-After and ends the request. */
  void refuse(Exchange exchange, String reason, int retryAfterSeconds);

  /**
   * Returns whether another server's gate relayed this request to us: such a one is never relayed
   * again.
   */
  boolean isRelayed(Exchange exchange);
}
