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

  /**
   * Returns whether no session that is here may be served elsewhere by now, so that what was
   * decided before still counts. Cheap: asked for each request.
   */
  default boolean isUnquestioned() {
    return true;
  }

  /**
   * Returns whether a session that is here may be served elsewhere by now: nothing of it may be
   * answered.
   */
  default boolean isInQuestion(String sessionId) {
    return false;
  }

  /** What was found out about the sessions has proven wrong: it is to be found out again. */
  void forget(Named sessions);
}
