package dev.perennial.agent.tomcat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;

/**
 * Lets connectors come to rest: nothing more is accepted, what comes waits in the kernel, and the
 * open connections end by themselves. The protocol is not paused: a paused Tomcat answers 503.
 * Thread-safe.
 */
final class Quiescence {
  /** Between two looks at the open connections. */
  private static final long LOOK_MILLIS = 5;

  private final Connectors connectors;

  /** Guarded by "this". */
  private final List<RestingEndpoint> resting = new ArrayList<>();

  Quiescence(Connectors connectors) {
    this.connectors = connectors;
  }

  /** Returns the number of connections still open when the limit had passed. */
  synchronized int begin(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    if (resting.isEmpty()) {
      for (Connector connector : connectors.running()) {
        resting.add(RestingEndpoint.of(connector));
      }
    }
    while (true) {
      boolean held = true;
      int open = 0;
      for (RestingEndpoint endpoint : resting) {
        // In this order: what was accepted last is open by the time that the acceptor is held.
        held &= endpoint.isHeld();
        open += endpoint.open();
      }
      if ((open == 0 && held) || System.nanoTime() - deadline >= 0) {
        return open;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  synchronized void end() {
    for (RestingEndpoint endpoint : resting) {
      endpoint.resume();
    }
    resting.clear();
  }
}
