package dev.perennial.testing.fault;

import dev.perennial.agent.gate.Route;
import dev.perennial.agent.gate.Router;
import java.util.List;

/**
 * {@link Fault#NEW_SESSION}: sessions that this server has neither in its containers nor handed
 * over are served here; the others are not asked whether they own them.
 */
final class IncuriousRouter implements Router {
  private final Router router;
  private final SeenSessions seen;

  IncuriousRouter(Router router, SeenSessions seen) {
    this.router = router;
    this.seen = seen;
  }

  @Override
  public Route route(List<String> sessionIds) {
    boolean unknown =
        !sessionIds.isEmpty() && !seen.anyHere(sessionIds) && !seen.anyLeft(sessionIds);
    return unknown ? Route.HERE : router.route(sessionIds);
  }

  @Override
  public boolean isHere(List<String> sessionIds, boolean asNew, boolean away) {
    return router.isHere(sessionIds, asNew, away);
  }

  @Override
  public void forget(List<String> sessionIds) {
    router.forget(sessionIds);
  }
}
