package dev.perennial.agent.container;

/**
 * The single entry of a container's adapter: takes what woven code reports, with the container's
 * own objects. An adapter's implementation is named by {@link Adapter#hooks}. What it throws is
 * counted, and the container goes on as without the agent. Thread-safe.
 */
public interface ContainerHooks {
  /**
   * Called as the first thing for each request.
   *
   * @param connector what the request came in by
   * @return true if the request has been answered and the container must not see it
   */
  boolean enter(Object connector, Object request, Object response);

  /** Called when the container returns from a request that {@link #enter} let in. */
  void exit(Object connector, Object request, Object response);

  /**
   * Called when something has happened inside the container.
   *
   * @param event one of the constants of {@code PerennialBridge}
   */
  void event(int event, Object source, Object argument);

  /**
   * Looks for containers that were running before the agent was there. One that this does not find
   * is found with its next request.
   */
  default void discover() {}
}
