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

  /**
   * Returns whether a request is answered at once, with nothing in it that may block: it is
   * answered by the thread that reads, and waits for no other request.
   */
  default boolean isQuick(byte[] request) {
    return false;
  }

  /** Returns whether connections of a purpose are given to {@link #serve}. */
  default boolean serves(String purpose) {
    return false;
  }

  /**
   * Serves a connection that is for no requests of this kind, on a thread of its own, until it is
   * over; it is closed then.
   */
  default void serve(Channel channel) {
    throw new UnsupportedOperationException(channel.peer() + " is not served");
  }
}
