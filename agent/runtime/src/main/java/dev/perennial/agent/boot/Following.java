package dev.perennial.agent.boot;

import dev.perennial.agent.log.Suppressed;
import dev.perennial.agent.server.AgentStatus;
import dev.perennial.agent.server.LeaseWatch;
import dev.perennial.agent.server.Notices;
import dev.perennial.agent.server.OneAtATime;
import dev.perennial.agent.server.RosterFollower;
import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Makes and joins what looks at the roster in each turn. */
final class Following {
  private final Start start;
  private final Workers workers;
  private final ClusterParts cluster;
  private final TrafficWiring traffic;
  private final Endings endings;
  private final Records records;
  private final AgentStatus status;
  private final Notices notices;

  Following(
      Start start,
      Workers workers,
      ClusterParts cluster,
      TrafficWiring traffic,
      Endings endings,
      Records records,
      AgentStatus status,
      Notices notices) {
    this.start = start;
    this.workers = workers;
    this.cluster = cluster;
    this.traffic = traffic;
    this.endings = endings;
    this.records = records;
    this.status = status;
    this.notices = notices;
  }

  /** This server is not on the roster. */
  void hasNoPlace() {
    status.off();
  }

  /**
   * Returns all who look, in this order.
   *
   * @param view all that a plan would be made from now
   */
  List<RosterFollower> followers(Supplier<Optional<ClusterView>> view) {
    return List.of(
        this::keepNote,
        new LeaseWatch(cluster.watch(), traffic.gate::forget, start.log()::info, start.log()::warn),
        (self, roster, store) -> notices.members(self.name(), roster, store.alive()),
        deskFollower(),
        (self, roster, store) -> traffic.peers.update(roster, self, store.reports(), store.alive()),
        (self, roster, store) ->
            status.cluster(self, view.get(), store.leader() ? start.name() : null));
  }

  private void keepNote(ServerEntry self, Roster roster, RosterStore store) {
    if (!start.onlyObserves()) {
      records.noteFile().look(self, () -> endings.nextLife.note(self, roster));
    }
  }

  private RosterFollower deskFollower() {
    OneAtATime look =
        new OneAtATime(
            traffic.desk::tick,
            workers.work(),
            e -> {
              Suppressed.count(e, "desk");
              start
                  .log()
                  .error(
                      "desk", "a look at what others have handed over failed; it comes again", e);
            });
    return (self, roster, store) -> {
      if (traffic.desk.hasKept()) {
        look.turn();
      }
    };
  }
}
