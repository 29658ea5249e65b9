package dev.perennial.sample.client;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where a session goes: all its tabs to the same server, as a balancer does that knows the session
 * by its cookie. Thread-safe.
 */
final class Stickiness {
  private final UnaryOperator<@Nullable Endpoint> route;
  private @Nullable Endpoint last;

  /**
   * @param route from the server used last, null for none, to the next one
   */
  Stickiness(UnaryOperator<@Nullable Endpoint> route) {
    this.route = route;
  }

  synchronized Endpoint next() {
    Endpoint next = route.apply(last);
    last = next;
    return next;
  }
}
