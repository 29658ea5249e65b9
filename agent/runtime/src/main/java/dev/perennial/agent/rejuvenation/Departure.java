package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.container.Container;
import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.restart.KeptSockets;
import dev.perennial.agent.restart.RestartInPlace;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Lets go of the clients' connections before a restart: connectors come to rest, and whoever
 * connects meanwhile waits in the kernel for the next life, or is refused. Until the restart all of
 * it can be undone. For one thread.
 */
final class Departure {
  /** After the connectors are at rest only what was accepted at the last moment is open. */
  private static final Duration LAST_CONNECTIONS = Duration.ofSeconds(5);

  /** A server that works accepts what waits in no time; one that does not may never do. */
  private static final Duration LAST_ACCEPTS = Duration.ofSeconds(1);

  private static final long LOOK_MILLIS = 10;

  private final Containers containers;
  private final RestartInPlace restart;
  private final KeptSockets sockets;
  private final boolean keep;
  private final Log log;

  private Departure(
      Containers containers, RestartInPlace restart, KeptSockets sockets, boolean keep, Log log) {
    this.keep = keep;
    this.containers = containers;
    this.restart = restart;
    this.sockets = sockets;
    this.log = log;
  }

  /**
   * Begins; nothing changes for clients yet.
   *
   * @param keep whether the listening sockets live on; otherwise whoever connects is refused
   * @throws IOException if a socket cannot be kept; then all is as it was
   */
  static Departure of(Containers containers, RestartInPlace restart, boolean keep, Log log)
      throws IOException {
    KeptSockets sockets = restart.keepSockets(Listening.of(containers));
    if (keep && !sockets.missing().isEmpty()) {
      log.warn("no listening socket was found at " + sockets.missing());
    }
    return new Departure(containers, restart, sockets, keep, log);
  }

  KeptSockets sockets() {
    return sockets;
  }

  /**
   * Brings the connectors to rest and waits for the open connections to end.
   *
   * @param limit for those of each container
   * @throws IOException if the sockets cannot be had or looked at; {@link #undo} makes it good
   */
  void quiesce(Duration limit) throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    if (!keep) {
      int reset = sockets.refuse(LAST_ACCEPTS, this::rest);
      if (reset > 0) {
        log.warn(reset + " connections were not accepted in time and are reset");
      }
    }
    for (Container container : containers.all()) {
      int left = container.quiesce(limit);
      if (left > 0) {
        log.warn(left + " connections are still open after perennial.drain.limit and will be cut");
      }
    }
    if (keep) {
      for (Container container : containers.all()) {
        container.spareSockets();
      }
      sockets.quiet();
    }
    long last = System.nanoTime() + LAST_CONNECTIONS.toNanos();
    // A process that is told to stop has no more time than it was given.
    long deadline = keep || last - end < 0 ? last : end;
    int open = restart.openConnections(sockets);
    while (open > 0 && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      open = restart.openConnections(sockets);
    }
    if (open > 0) {
      log.warn(open + " connections of the listening sockets are still open and will be cut");
    }
  }

  /** One that fails is told by its {@link Container#quiesce}, which begins in the same way. */
  private void rest() throws InterruptedException {
    for (Container container : containers.all()) {
      try {
        container.rest(KeptSockets.OWN_TRAFFIC_CLASS);
      } catch (RuntimeException | LinkageError e) {
        Suppressed.count(e, "clients");
      }
    }
  }

  /** The server goes on: its connectors accept as before. */
  void undo() {
    sockets.close();
    for (Container container : containers.all()) {
      container.resume();
    }
  }
}
