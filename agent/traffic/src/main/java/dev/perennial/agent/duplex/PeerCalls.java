package dev.perennial.agent.duplex;

import java.util.concurrent.CompletableFuture;

/**
 * Sends requests to the agents of other servers, over authenticated and encrypted links.
 * Thread-safe.
 */
public interface PeerCalls {
  /**
   * Sends a request; blocks only for back-pressure.
   *
   * @return the answer, or a failure where it is not known whether the request took effect
   */
  CompletableFuture<byte[]> call(String server, byte[] request);
}
