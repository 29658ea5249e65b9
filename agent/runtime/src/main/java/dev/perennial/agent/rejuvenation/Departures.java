package dev.perennial.agent.rejuvenation;

import dev.perennial.agent.duplex.Containers;
import dev.perennial.agent.log.Log;
import dev.perennial.agent.restart.RestartAbility;
import dev.perennial.agent.restart.RestartInPlace;
import java.io.IOException;
import java.time.Duration;

/**
 * How clients' connections are let go of, as the settings say.
 *
 * @param containers that have them
 * @param keepSockets whether listening sockets live on over a restart, or refuse from then on
 * @param limit for the clients' connections to end
 */
public record Departures(Containers containers, boolean keepSockets, Duration limit, Log log) {

  /**
   * Begins one; nothing changes for clients yet.
   *
   * @param inPlace whether the next life takes this process over, so that sockets can be kept
   * @throws IOException if a socket cannot be kept; then all is as it was
   */
  Departure begin(RestartInPlace restart, boolean inPlace) throws IOException {
    return Departure.of(containers, restart, inPlace && keepSockets, log);
  }

  /**
   * Returns which connectors forbid a restart in place, and why, in words; empty if none does.
   * Where sockets are not kept, none can: whoever connects is refused.
   */
  String obstacle(RestartInPlace restart) {
    return keepSockets && restart.ability() instanceof RestartAbility.Exec
        ? Listening.obstacle(containers.listeners())
        : "";
  }

  /** Brings the connectors to rest, bounded. */
  void quiesce(Departure departure) throws IOException, InterruptedException {
    departure.quiesce(limit);
  }

  /**
   * Refuses whoever connects from now on; where this cannot be had, it is left to the container.
   */
  void refuseClients(PreparedRestart prepared) throws InterruptedException {
    try {
      quiesce(Departure.of(containers, prepared.require(), false, log));
    } catch (IOException | RuntimeException | LinkageError e) {
      log.warn("stop", "connections are refused only by the container's own stop", e);
    }
  }
}
