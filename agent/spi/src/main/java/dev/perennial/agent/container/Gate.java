package dev.perennial.agent.container;

/**
 * Stands before an application: lets a request in, makes it wait, or answers it from another
 * server. Thread-safe.
 */
public interface Gate {
  /**
   * Called for each request before the container sees it.
   *
   * @return true if the request has been answered (relayed or refused) and is over
   */
  boolean enter(Exchange exchange);

  /**
   * Called once for each request let in, when it is over; for an asynchronous one when that has
   * ended.
   */
  void exit(Exchange exchange);

  /** Called when the answer is complete but for its last bytes, which leave when this returns. */
  void finishing(Exchange exchange);
}
