package dev.perennial.testing.fault;

import dev.perennial.agent.gate.Named;
import dev.perennial.agent.gate.Route;
import dev.perennial.agent.gate.Router;

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
  public Route route(Named sessions) {
    boolean unknown =
        !sessions.ids().isEmpty() && !seen.anyHere(sessions.ids()) && !seen.anyLeft(sessions.ids());
    return unknown ? Route.HERE : router.route(sessions);
  }

  @Override
  public boolean isHere(Named sessions, boolean asNew, boolean away) {
    return router.isHere(sessions, asNew, away);
  }

  @Override
  public boolean isUnquestioned() {
    return router.isUnquestioned();
  }

  @Override
  public boolean isInQuestion(String sessionId) {
    return router.isInQuestion(sessionId);
  }

  @Override
  public void forget(Named sessions) {
    router.forget(sessions);
  }
}
