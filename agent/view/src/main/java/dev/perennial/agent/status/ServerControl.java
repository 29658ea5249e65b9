package dev.perennial.agent.status;

/**
 * What an operator may ask of this server. Each method notes the order and returns at once.
 * Thread-safe. Each throws {@link IllegalStateException}, with a message for the operator, if it
 * cannot be done now.
 */
public interface ServerControl {
  /** Rejuvenates this server as soon as it can be done, whatever the verdict. */
  void rejuvenate();

  /** As {@link #rejuvenate}, also where the restart will deploy another version than runs now. */
  void rejuvenateWithChanges();

  /** Approves the rejuvenation that a supervised server waits with. */
  void approve();

  /** Leaves this server as it is until {@link #release}. */
  void hold();

  /** Ends a {@link #hold}, or takes back an order that is not being carried out yet. */
  void release();

  /**
   * Serves again what was handed over to a successor that is lost, by an operator's word: where no
   * majority can say so, that is between the last two servers. The operator sees to it that the
   * successor is down, and stays down until it restarts.
   */
  void takeBack();

  /** Returns what would move, what would not and why; several lines for people. Changes nothing. */
  String checkMove();
}
