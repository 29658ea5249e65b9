package dev.perennial.agent.gate;

/** Decides where a request belongs by the sessions it names. Thread-safe; may block, bounded. */
public interface Router {
  /** Returns where a request is to be served. */
  Route route(Named sessions);

  /**
   * Returns whether a request that another server has relayed to this one is served here.
   *
   * @param asNew whether every other server was asked and none owns the session
   * @param away whether this server has handed everything over
   */
  boolean isHere(Named sessions, boolean asNew, boolean away);

  /** What was found out about the sessions has proven wrong: it is to be found out again. */
  void forget(Named sessions);
}
