package dev.perennial.agent.sabotage;

import dev.perennial.agent.gate.Route;
import dev.perennial.agent.gate.Router;
import java.util.List;

/** {@link Fault#DOUBLE_OWNER}: sessions that have left are served here all the same. */
final class GreedyRouter implements Router {
  private final Router router;
  private final SeenSessions seen;

  GreedyRouter(Router router, SeenSessions seen) {
    this.router = router;
    this.seen = seen;
  }

  @Override
  public Route route(List<String> sessionIds) {
    return seen.anyLeft(sessionIds) ? Route.HERE : router.route(sessionIds);
  }

  @Override
  public boolean isHere(List<String> sessionIds, boolean asNew, boolean away) {
    return seen.anyLeft(sessionIds) || router.isHere(sessionIds, asNew, away);
  }

  @Override
  public void forget(List<String> sessionIds) {
    router.forget(sessionIds);
  }
}
