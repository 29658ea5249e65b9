package dev.perennial.agent.gate;

import dev.perennial.agent.container.Exchange;

/**
 * Told of requests on their own threads, so it must be quick and must not allocate while young.
 * Thread-safe.
 */
public interface GateListener {
  /** A request was let in. */
  void admitted(Exchange exchange);

  /** A request that was let in is over. */
  void ended(Exchange exchange, long latencyNanos);

  /**
   * A request's answer will be complete when this returns; called only while {@link
   * RequestGate#switching}.
   *
   * @param sessionId of the request's session by now, or null
   */
  void finishing(Exchange exchange, @org.jspecify.annotations.Nullable String sessionId);
}
