package dev.perennial.testing.fault;

import dev.perennial.agent.gate.Named;
import dev.perennial.agent.gate.Route;
import dev.perennial.agent.gate.Router;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@link Fault#DOUBLE_OWNER}: sessions that have left are served here all the same, a few times
 * each: for ever, and the hand-over would not come to its end, which anybody would notice.
 */
final class GreedyRouter implements Router {
  private static final int TIMES = 2;

  private final Router router;
  private final SeenSessions seen;
  private final Map<List<String>, Integer> served = new ConcurrentHashMap<>();

  GreedyRouter(Router router, SeenSessions seen) {
    this.router = router;
    this.seen = seen;
  }

  @Override
  public Route route(Named sessions) {
    return isStolen(sessions.ids()) ? Route.HERE : router.route(sessions);
  }

  @Override
  public boolean isHere(Named sessions, boolean asNew, boolean away) {
    return isStolen(sessions.ids()) || router.isHere(sessions, asNew, away);
  }

  private boolean isStolen(List<String> sessionIds) {
    return seen.anyLeft(sessionIds) && served.merge(sessionIds, 1, Integer::sum) <= TIMES;
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
