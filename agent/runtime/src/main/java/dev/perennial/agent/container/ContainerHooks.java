package dev.perennial.agent.container;

/**
 * Takes the calls of code that is woven into one container's classes; see {@code
 * java.lang.PerennialBridge}.
 */
public interface ContainerHooks {
  /** Returns true if the request has been answered and the container must not see it. */
  boolean enter(Object connector, Object request, Object response);

  /** A request that was let in is over. */
  void exit(Object connector, Object request, Object response);

  /** Something has happened inside the container; constants as in the bridge. */
  void event(int event, Object source, Object argument);
}
