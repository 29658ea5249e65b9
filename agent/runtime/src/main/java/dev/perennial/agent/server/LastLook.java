package dev.perennial.agent.server;

import dev.perennial.agent.duplex.Duplexer;
import dev.perennial.coordinator.roster.Majority;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import dev.perennial.coordinator.roster.Switching;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The last look at the successor before this process ends for its restart. Until then it has a copy
 * of all that it handed over; with its end the successor is the only one. Thread-safe; blocks,
 * bounded.
 */
public final class LastLook {
  private static final long RETRY_MILLIS = 100;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final ClusterMember member;
  private final Duplexer duplexer;
  private final Duration limit;

  /**
   * @param member of the cluster, not left yet
   * @param duplexer knows who has what was handed over
   */
  public LastLook(ClusterMember member, Duplexer duplexer) {
    this(member, duplexer, LIMIT);
  }

  /**
   * @param limit for which it is tried again while others change the roster, or a majority is away
   */
  LastLook(ClusterMember member, Duplexer duplexer, Duration limit) {
    this.member = member;
    this.duplexer = duplexer;
    this.limit = limit;
  }

  /**
   * Returns why this server must not end now, in words; empty if it may: its successor has
   * confirmed that it has everything, and this server has given up its vote, and with it the right
   * to take anything back. A restart without a hand-over may always go on.
   */
  public String depart(ServerEntry self) throws InterruptedException {
    String successor = self.successor();
    if (successor == null) {
      return "";
    }
    String why = duplexer.unconfirmed(self.round());
    RosterStore store = member.store().orElse(null);
    if (!why.isEmpty() || store == null) {
      return why.isEmpty() ? "this server is in no cluster" : why;
    }
    long begin = System.nanoTime();
    while (true) {
      Roster now = store.roster().orElseThrow();
      ServerEntry entry = now.server(self.name()).orElse(null);
      if (entry == null
          || entry.incarnation() != self.incarnation()
          || entry.stage() != Stage.REJUVENATING
          || entry.round() != self.round()) {
        return "the rejuvenation signal was taken back";
      }
      why = departed(store, now, entry, successor);
      if (why.isEmpty() || System.nanoTime() - begin > limit.toNanos()) {
        return why;
      }
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
  }

  private static String departed(
      RosterStore store, Roster now, ServerEntry self, String successor) {
    Set<String> alive = store.alive();
    boolean stands =
        alive.contains(successor)
            && now.server(successor).filter(e -> e.stage().isServing()).isPresent();
    if (!stands) {
      return "its successor " + successor + " is lost";
    }
    if (!self.voter()) {
      // Given up already, or never had: an earlier version leaves the voters when it retires.
      return "";
    }
    Set<String> others = new HashSet<>(alive);
    others.remove(self.name());
    Roster next = Switching.departed(now, self.name(), self.round());
    if (!Majority.holds(now, alive) || !Majority.holds(next, others)) {
      return "no majority of the roster's voters would be left";
    }
    return store.replace(now.epoch(), next) == RosterStore.Outcome.DONE
        ? ""
        : "the roster could not be told";
  }

  /** Returns whether the successor has just confirmed that it has what was handed over. */
  public boolean isConfirmed(ServerEntry self) {
    try {
      return self.successor() == null || duplexer.unconfirmed(self.round()).isEmpty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
