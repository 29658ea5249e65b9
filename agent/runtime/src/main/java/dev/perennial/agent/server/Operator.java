package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;

/**
 * Keeps what an operator asked of this server until it is done or taken back. An order outlives a
 * failed try, and ends with this life. Thread-safe.
 */
public final class Operator implements StageListener {
  private final Report.Action action;
  private Report.Order order = Report.Order.NONE;
  private boolean leaving;

  /** Lasts until the order is carried out, given up or taken back. */
  private boolean acceptsChanges;

  public Operator(Report.Action action) {
    this.action = action;
  }

  /** Asks for a rejuvenation whatever the verdict. */
  public synchronized void rejuvenate() {
    refuseInObserve("rejuvenate");
    order = Report.Order.REJUVENATE;
    acceptsChanges = false;
  }

  /** Asks for it although the next life will be another version than this one. */
  public synchronized void rejuvenateWithChanges() {
    refuseInObserve("rejuvenateWithChanges");
    order = Report.Order.REJUVENATE;
    acceptsChanges = true;
  }

  /** Returns whether the next life may be another version than this one. */
  public synchronized boolean acceptsChanges() {
    return acceptsChanges;
  }

  /** Approves what a supervised server waits for. */
  public synchronized void approve() {
    refuseInObserve("approve");
    order = Report.Order.APPROVE;
  }

  /** Leaves this server as it is until {@link #release}. */
  public synchronized void hold() {
    order = Report.Order.HOLD;
    acceptsChanges = false;
  }

  /** This process is about to stop: from now on nothing else is asked. */
  synchronized void leave() {
    leaving = action != Report.Action.OBSERVE;
  }

  /** Takes back whatever was asked. */
  public synchronized void release() {
    order = Report.Order.NONE;
    acceptsChanges = false;
  }

  /** Returns what is asked and not done yet. */
  public synchronized Report.Order order() {
    return leaving ? Report.Order.LEAVE : order;
  }

  /** Forgets an order that has been carried out. */
  @Override
  public synchronized void changed(ServerEntry self, Roster roster) {
    if (self.stage() == Stage.REJUVENATING) {
      order = Report.Order.NONE;
    } else if (order != Report.Order.REJUVENATE) {
      acceptsChanges = false;
    }
  }

  private void refuseInObserve(String operation) {
    if (action == Report.Action.OBSERVE) {
      throw new IllegalStateException(
          operation
              + " is refused: perennial.action=observe only watches. Start this server with"
              + " perennial.action=supervised or automatic.");
    }
  }
}
