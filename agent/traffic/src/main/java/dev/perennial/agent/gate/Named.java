package dev.perennial.agent.gate;

import dev.perennial.agent.container.Exchange;
import java.util.List;

/**
 * The sessions that a request may be about. It is about the first id with which its application has
 * a session, on whichever server; if there is none, the last id is used for a new one.
 *
 * @param application as {@link Exchange#application} names it; if empty, sessions of every one
 *     count
 * @param ids in the order in which the container tries them, maybe none
 */
public record Named(String application, List<String> ids) {
  public Named {
    ids = List.copyOf(ids);
  }

  /** Returns what a request names. */
  public static Named by(Exchange exchange) {
    return new Named(exchange.application(), exchange.sessionIds());
  }
}
