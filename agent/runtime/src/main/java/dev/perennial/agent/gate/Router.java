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
}
