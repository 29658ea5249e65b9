package dev.perennial.testing.fault;

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
  public Route route(List<String> sessionIds) {
    return isStolen(sessionIds) ? Route.HERE : router.route(sessionIds);
  }

  @Override
  public boolean isHere(List<String> sessionIds, boolean asNew, boolean away) {
    return isStolen(sessionIds) || router.isHere(sessionIds, asNew, away);
  }

  private boolean isStolen(List<String> sessionIds) {
    return seen.anyLeft(sessionIds) && served.merge(sessionIds, 1, Integer::sum) <= TIMES;
  }

  @Override
  public void forget(List<String> sessionIds) {
    router.forget(sessionIds);
  }
}
