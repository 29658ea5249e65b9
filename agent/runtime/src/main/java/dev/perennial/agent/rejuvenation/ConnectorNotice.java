package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.container.Listener;
import dev.perennial.agent.log.Log;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Says once, when the connectors are up, and again when they are others, where clients can go on
 * connecting over a restart, and which connector forbids one. For one thread.
 */
public final class ConnectorNotice {
  private final Supplier<List<Listener>> listeners;
  private final boolean keepSockets;
  private final Log log;
  private List<Listener> said = List.of();
  private String forbids = "";

  /**
   * @param keepSockets whether listening sockets live on over a restart
   */
  public ConnectorNotice(Supplier<List<Listener>> listeners, boolean keepSockets, Log log) {
    this.listeners = listeners;
    this.keepSockets = keepSockets;
    this.log = log;
  }

  /** Looks, and says it where there is news. */
  public void look() {
    List<Listener> now = listeners.get();
    if (now.isEmpty() || now.equals(said)) {
      return;
    }
    said = now;
    String where = now.stream().map(Listener::words).collect(Collectors.joining(", "));
    String obstacle = keepSockets ? Listening.obstacle(now) : "";
    if (obstacle.isEmpty()) {
      log.info(
          "connectors: "
              + where
              + (forbids.isEmpty() ? "" : "; over: a restart was forbidden: " + forbids));
    } else {
      log.warn("connectors: " + where + "; this server will not be restarted: " + obstacle);
    }
    forbids = obstacle;
  }
}
