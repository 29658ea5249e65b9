package dev.perennial.agent.tomcat;

import dev.perennial.agent.log.Suppressed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;

/**
 * Lets connectors come to rest: first, clients are asked to end their connections; then nothing
 * more is accepted, what comes waits in the kernel, and the open connections end by themselves. The
 * protocol is not paused: a paused Tomcat answers 503. Thread-safe.
 */
final class Quiescence {
  /** Between two looks at the open connections. */
  private static final long LOOK_MILLIS = 5;

  /** What lasts is ended so long before the limit: its answer is to end, and its connection. */
  private static final Duration LAST = Duration.ofSeconds(3);

  /** After the spread, those go on to be looked at that have been told last. */
  private static final Duration AFTER_SPREAD = Duration.ofSeconds(3);

  private static final int USUAL_TRAFFIC = 0;

  private final Connectors connectors;

  /** Guarded by "this", as the one below. */
  private final Map<Connector, PoliteEnd> ending = new LinkedHashMap<>();

  private final List<RestingEndpoint> resting = new ArrayList<>();

  Quiescence(Connectors connectors) {
    this.connectors = connectors;
  }

  /** Has clients end their connections, upgraded ones at some moment within the spread. */
  void seeOff(Duration spread) {
    synchronized (this) {
      beginEnding();
    }
    Thread thread = new Thread(null, () -> seeOffAll(spread), "perennial-streams", 0, false);
    thread.setDaemon(true);
    thread.start();
  }

  private void beginEnding() {
    for (Connector connector : connectors.running()) {
      ending.computeIfAbsent(
          connector,
          c -> {
            PoliteEnd end = new PoliteEnd((AbstractProtocol<?>) c.getProtocolHandler());
            end.begin();
            return end;
          });
    }
  }

  private void seeOffAll(Duration spread) {
    long deadline = System.nanoTime() + spread.plus(AFTER_SPREAD).toNanos();
    try {
      while (System.nanoTime() - deadline < 0 && look(spread)) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | LinkageError e) {
      // What is left is seen off when the connectors come to rest.
      Suppressed.count(e, "streams");
    }
  }

  /** Returns whether to go on: not once all comes to rest, or clients may stay after all. */
  private synchronized boolean look(Duration spread) {
    if (!resting.isEmpty()) {
      return false;
    }
    ending.values().forEach(end -> end.look(spread));
    return !ending.isEmpty();
  }

  /** See {@link dev.perennial.agent.container.Container#rest}. */
  synchronized void rest(int trafficClass) throws InterruptedException {
    acceptNothing(trafficClass);
    while (!resting.stream().allMatch(RestingEndpoint::isHeld)) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private void acceptNothing(int trafficClass) {
    if (resting.isEmpty()) {
      beginEnding();
      ending.forEach(
          (connector, end) ->
              resting.add(
                  RestingEndpoint.of(
                      connector,
                      Reflected.endpoint((AbstractProtocol<?>) connector.getProtocolHandler()),
                      end,
                      trafficClass)));
    }
  }

  /** Returns the number of connections still open when the limit had passed. */
  synchronized int begin(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    acceptNothing(USUAL_TRAFFIC);
    while (true) {
      boolean held = true;
      int open = 0;
      long left = deadline - System.nanoTime();
      for (RestingEndpoint endpoint : resting) {
        // In this order: what was accepted last is open by the time that the acceptor is held.
        held &= endpoint.isHeld();
        open += endpoint.open(left < Math.min(LAST.toNanos(), limit.toNanos() / 2));
      }
      if ((open == 0 && held) || left <= 0) {
        return open;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  /** Has the containers' stop leave alone what another process goes on listening with. */
  synchronized void spareSockets() {
    for (RestingEndpoint endpoint : resting) {
      endpoint.sparePath();
    }
  }

  synchronized void end() {
    resting.forEach(RestingEndpoint::resume);
    resting.clear();
    ending.values().forEach(PoliteEnd::undo);
    ending.clear();
  }
}
