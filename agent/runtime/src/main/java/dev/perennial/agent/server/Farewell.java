package dev.perennial.agent.server;

import dev.perennial.agent.log.Log;

/**
 * The end of this process that is no restart: hands over, leaves the cluster, and refuses new
 * clients. Thread-safe; blocks the thread that stops the process.
 */
public final class Farewell {
  private final ClusterMember member;
  private final OrderlyStop stop;
  private final Rejuvenation rejuvenation;
  private final boolean movesClients;
  private final Log log;

  /**
   * @param movesClients false where the agent only observes: then clients are left to the container
   */
  public Farewell(
      ClusterMember member,
      OrderlyStop stop,
      Rejuvenation rejuvenation,
      boolean movesClients,
      Log log) {
    this.member = member;
    this.stop = stop;
    this.rejuvenation = rejuvenation;
    this.movesClients = movesClients;
    this.log = log;
  }

  /**
   * This process is about to stop, not for a restart: hands over and leaves, and only then returns;
   * bounded by perennial.stop.limit and twice perennial.drain.limit. Relaying goes on after that.
   * It is said by the container that stops and by the process that ends, at once: the second waits
   * for the first, and has nothing left to do.
   */
  public synchronized void say() {
    if (member.hasLeft() || rejuvenation.isRestarting()) {
      return;
    }
    try {
      // Where the application's last thread has ended, the member has left by itself.
      if (member.isJoined() && !member.isOver()) {
        handOver();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      member.leave();
    }
  }

  private void handOver() throws InterruptedException {
    stop.begin();
    member.askForTurn();
    if (!stop.await()) {
      log.warn("the hand-over was not over in time: this server stops all the same");
    }
    // From here on new clients are better off elsewhere; those connected are still answered.
    if (movesClients) {
      rejuvenation.refuseClients();
    }
  }

  /** A container whose stop nobody can see ends with the JVM: that waits for this. */
  public void sayWithTheProcess() {
    if (!movesClients) {
      return;
    }
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(this::say, "perennial-farewell"));
    } catch (IllegalStateException e) {
      log.info("the process stops already");
    }
  }
}
