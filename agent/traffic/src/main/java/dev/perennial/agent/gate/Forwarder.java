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

  /** Where a request comes from. */
  enum Source {
    /** A client. */
    CLIENT,
    /** Another server's gate, which believes that this server owns the session. */
    RELAY,
    /** Another server's gate, which knows that nobody owns the session. */
    RELAY_AS_NEW,
    /** This server itself: it asks its own application how it is. */
    PROBE
  }

  /**
   * Relays a request and its answer.
   *
   * @param asNew whether the other server is to serve it although it does not own the session
   */
  Outcome forward(Exchange exchange, String server, boolean asNew);

  /** Answers 503 with Retry-After and ends the request. */
  void refuse(Exchange exchange, String reason, int retryAfterSeconds);

  /** Tells the relaying server that the session is not here, and ends the request. */
  void notHere(Exchange exchange);

  /** Returns where a request comes from; one from another server is never relayed again. */
  Source source(Exchange exchange);
}
