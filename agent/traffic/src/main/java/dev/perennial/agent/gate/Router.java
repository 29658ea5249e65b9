package dev.perennial.agent.gate;

import java.util.List;

/** Decides where a request belongs by the session ids it names. Thread-safe; may block, bounded. */
public interface Router {
  /**
   * Returns where a request is to be served.
   *
   * @param sessionIds that it names, maybe none
   */
  Route route(List<String> sessionIds);

  /**
   * Returns whether a request that another server has relayed to this one is served here.
   *
   * @param asNew whether every other server was asked and none owns the session
   * @param away whether this server has handed everything over
   */
  boolean isHere(List<String> sessionIds, boolean asNew, boolean away);

  /** What was found out about the sessions has proven wrong: it is to be found out again. */
  void forget(List<String> sessionIds);
}
