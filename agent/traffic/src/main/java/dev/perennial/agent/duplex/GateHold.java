package dev.perennial.agent.duplex;

import dev.perennial.agent.container.Exchange;
import dev.perennial.agent.gate.RequestGate;
import dev.perennial.coordinator.transfer.ItemId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What a run does to this server's gate and parts. Once it has let go of them, by whichever thread,
 * it moves the gate no more. Thread-safe.
 */
final class GateHold {
  private final RequestGate gate;
  private final Inventory inventory;
  private final Consumer<String> log;
  private boolean held;
  private boolean letGo;

  GateHold(RequestGate gate, Inventory inventory, Consumer<String> log) {
    this.gate = gate;
    this.inventory = inventory;
    this.log = log;
  }

  /** From here on a request's end marks its session as changed. */
  synchronized void track() {
    if (!letGo) {
      gate.track(true);
    }
  }

  /** Makes new requests wait, at most so many and so long. */
  synchronized void hold(int maxWaiting, Duration limit) {
    if (!letGo) {
      held = true;
      gate.switching(true);
      gate.hold(maxWaiting, limit);
    }
  }

  /** What waits, and what comes, goes where its session is. */
  synchronized void away() {
    if (!letGo) {
      gate.away();
    }
  }

  /** Nothing leaves any more; the gate relays on. */
  synchronized void stopTracking() {
    if (!letGo) {
      untrack();
    }
  }

  private void untrack() {
    gate.switching(false);
    gate.track(false);
  }

  /** Lets everything in again that belongs here. */
  synchronized void letGo() {
    if (!letGo) {
      letGo = true;
      if (held) {
        unpause();
      }
      untrack();
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

  List<Exchange> tracked() {
    return gate.tracked();
  }

  /** Returns the sessions that requests name which were admitted while tracking. */
  @SuppressWarnings("unchecked")
  static Set<ItemId> sessionsOf(List<Exchange> inFlight) {
    Set<ItemId> ids = new HashSet<>();
    for (Exchange exchange : inFlight) {
      if (exchange.note instanceof List<?> named) {
        ((List<String>) named).forEach(id -> ids.add(ItemId.session(id)));
      }
    }
    return ids;
  }

  /** Waits for the requests that were admitted before; returns how many are left. */
  int awaitAdmittedBefore(Duration limit, BooleanSupplier stopped) throws InterruptedException {
    return gate.awaitAdmittedBefore(limit, stopped);
  }
}
