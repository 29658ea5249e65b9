package dev.perennial.agent.server;

import dev.perennial.agent.duplex.Duplexer;
import dev.perennial.coordinator.roster.LeavePolicy;
import dev.perennial.coordinator.roster.Leaving;
import dev.perennial.coordinator.roster.Majority;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.time.InstantSource;

/**
 * Takes this server off the roster once its process is told to stop: as soon as all is handed over,
 * or nothing can be. For the agent's loop.
 */
public final class OrderlyLeave {
  private final OrderlyStop stop;
  private final RosterStore store;
  private final Duplexer duplexer;
  private final InstantSource clock;

  public OrderlyLeave(OrderlyStop stop, RosterStore store, Duplexer duplexer, InstantSource clock) {
    this.stop = stop;
    this.store = store;
    this.duplexer = duplexer;
    this.clock = clock;
  }

  /** This server is not on the roster: there is nothing to leave. */
  void hasNoPlace() {
    if (stop.isBegun()) {
      stop.end("it is not on the roster");
    }
  }

  /** Looks whether it is time to; does nothing while the process is not told to stop. */
  void look(ServerEntry entry, Roster now, ServerFacts known) {
    if (!stop.isBegun() || stop.isOver()) {
      return;
    }
    LeavePolicy.Answer answer =
        stop.policy()
            .judge(
                new LeavePolicy.Moment(
                    entry,
                    duplexer.progress(),
                    known.capacity().sessions(),
                    known.obstacleToMoving(),
                    stop.noSuccessor(),
                    stop.millis()));
    if (answer.leaves()) {
      leave(entry, now, answer, known.capacity().sessions());
    }
  }

  /** Off the roster, and its vote with it, in one step; refused or not known, it is tried again. */
  private void leave(ServerEntry entry, Roster now, LeavePolicy.Answer answer, long sessions) {
    String how =
        answer.heir() == null && sessions > 0
            ? answer.reason() + "; " + sessions + " sessions end with this process"
            : answer.reason();
    if (entry.stage() == Stage.OUT && !entry.voter()) {
      stop.end(how);
    } else if (!Majority.holds(now, store.alive())) {
      stop.end(how + "; no majority is in sight, so the roster is not told");
    } else if (store.replace(
            now.epoch(), Leaving.left(now, entry.name(), answer.heir(), clock.millis()))
        == RosterStore.Outcome.DONE) {
      duplexer.abort("this server has left");
      stop.end(how);
    }
  }
}
