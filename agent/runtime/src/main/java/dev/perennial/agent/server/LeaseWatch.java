package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import java.util.function.Consumer;

/**
 * With the lease, what was decided about sessions is over too: each is looked at again, and those
 * that another server may have taken back are refused. For the agent's loop alone.
 */
public final class LeaseWatch implements RosterFollower {
  private final PeerWatch watch;
  private final Runnable forget;
  private final Consumer<String> info;
  private final Consumer<String> warn;
  private boolean mayServeTaken = true;

  /**
   * @param forget has each session looked at again
   * @param info for the log
   * @param warn for the log
   */
  public LeaseWatch(
      PeerWatch watch, Runnable forget, Consumer<String> info, Consumer<String> warn) {
    this.watch = watch;
    this.forget = forget;
    this.info = info;
    this.warn = warn;
  }

  @Override
  public void look(ServerEntry self, Roster roster, RosterStore store) {
    watch.looked(roster, store.alive());
    boolean may = watch.mayServeTaken();
    if (mayServeTaken && !may) {
      warn.accept(
          "cut off from the cluster: what was taken over from others is not served meanwhile");
      forget.run();
    } else if (!mayServeTaken && may) {
      info.accept("over: cut off from the cluster; what was taken over is served again");
    }
    mayServeTaken = may;
  }
}
