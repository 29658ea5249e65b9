package dev.perennial.agent.link;

/** Answers requests that come over links. Called on several threads at once. */
@FunctionalInterface
public interface LinkHandler {
  /**
   * Returns the answer to a request.
   *
   * @param peer who asks, authenticated
   * @throws Exception where there is no answer; its message goes back to the peer
   */
  byte[] handle(LinkPeer peer, byte[] request) throws Exception;
}
