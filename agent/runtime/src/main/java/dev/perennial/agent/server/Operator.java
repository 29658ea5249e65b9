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

  public Operator(Report.Action action) {
    this.action = action;
  }

  /** Asks for a rejuvenation whatever the verdict. */
  public synchronized void rejuvenate() {
    refuseInObserve("rejuvenate");
    order = Report.Order.REJUVENATE;
  }

  /** Approves what a supervised server waits for. */
  public synchronized void approve() {
    refuseInObserve("approve");
    order = Report.Order.APPROVE;
  }

  /** Leaves this server as it is until {@link #release}. */
  public synchronized void hold() {
    order = Report.Order.HOLD;
  }

  /** This process is about to stop: from now on nothing else is asked. */
  synchronized void leave() {
    leaving = action != Report.Action.OBSERVE;
  }

  /** Takes back whatever was asked. */
  public synchronized void release() {
    order = Report.Order.NONE;
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
