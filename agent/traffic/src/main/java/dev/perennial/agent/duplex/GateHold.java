package dev.perennial.agent.duplex;

import dev.perennial.agent.gate.InUse;
import dev.perennial.agent.gate.RequestGate;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a run does to this server's gate, clients and parts. Once it has let go of them, by
 * whichever thread, it moves the gate no more. Thread-safe.
 */
final class GateHold {
  /** WebSockets end within it, so that their clients do not all come back at one moment. */
  private static final Duration SPREAD = Duration.ofSeconds(2);

  private final RequestGate gate;
  private final Containers containers;
  private final Inventory inventory;
  private final Consumer<String> log;
  private boolean held;
  private boolean letGo;
  private boolean seenOff;

  GateHold(RequestGate gate, Containers containers, Inventory inventory, Consumer<String> log) {
    this.gate = gate;
    this.containers = containers;
    this.inventory = inventory;
    this.log = log;
  }

  /** Makes new requests wait, at most so many and so long. */
  synchronized void hold(int maxWaiting, Duration limit) {
    if (!letGo) {
      held = true;
      gate.switching(true);
      gate.hold(maxWaiting, limit);
    }
  }

  /**
   * What waits, and what comes, goes where its session is; clients are asked to go there
   * themselves.
   */
  synchronized void away() {
    if (!letGo) {
      gate.away();
      if (!seenOff) {
        seenOff = true;
        containers.seeOff(SPREAD);
      }
    }
  }

  /** Nothing leaves any more; the gate relays on. */
  synchronized void allHasLeft() {
    if (!letGo) {
      gate.switching(false);
    }
  }

  /** Lets everything in again that belongs here. */
  synchronized void letGo() {
    if (!letGo) {
      letGo = true;
      if (held) {
        unpause();
      }
      gate.switching(false);
      if (seenOff) {
        containers.resume();
      }
      if (held) {
        gate.check();
      }
    }
  }

  /** Lets parts and sessions go on that were made ready to leave and have not left. */
  void unpause() {
    inventory.unpauseAll().forEach(log);
    inventory.activateAll();
  }

  /** Returns the requests in flight. */
  List<InUse> inUse() {
    return gate.inUse();
  }

  /** Waits for the requests that were admitted before; returns how many are left. */
  int awaitAdmittedBefore(Duration limit, BooleanSupplier stopped) throws InterruptedException {
    return gate.awaitAdmittedBefore(limit, stopped);
  }
}
