package dev.perennial.agent.server;

import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Does what this server's entry of the roster says, and reports. {@link #tick} is called about once
 * a second and after each change of the roster, always on the same thread; a tick that is missed is
 * made good by the next.
 */
public final class ServerLoop {
  private final RosterView view;
  private final RosterStore store;
  private final Membership membership;
  private final RosterOrders orders;
  private final OrderlyLeave leave;
  private final Supplier<ServerFacts> facts;
  private final List<StageListener> listeners;
  private final InstantSource clock;

  /**
   * @param view is kept up to date
   * @param facts what this server says of itself, asked once a look
   * @param listeners told of each change of this server's entry, before it is acted on
   */
  public ServerLoop(
      RosterView view,
      RosterStore store,
      Membership membership,
      RosterOrders orders,
      OrderlyLeave leave,
      Supplier<ServerFacts> facts,
      List<StageListener> listeners,
      InstantSource clock) {
    this.view = view;
    this.store = store;
    this.membership = membership;
    this.orders = orders;
    this.leave = leave;
    this.facts = facts;
    this.listeners = List.copyOf(listeners);
    this.clock = clock;
  }

  /** Looks once, acts, and reports. */
  public void tick() {
    Optional<ServerEntry> joined = membership.ensure(store, clock.millis());
    if (joined.isEmpty()) {
      hasNoPlace();
      return;
    }
    Roster now = store.roster().orElseThrow();
    ServerEntry entry = joined.get();
    ServerEntry before = view.self().orElse(null);
    view.seen(entry, now);
    if (!entry.equals(before)) {
      listeners.forEach(l -> l.changed(entry, now));
    }
    ServerFacts known = facts.get();
    orders.carryOut(entry, now, known);
    store.report(report(entry, now, known));
    leave.look(entry, now, known);
  }

  private void hasNoPlace() {
    if (view.self().isPresent()) {
      view.lostPlace();
      orders.lostPlace();
    }
    leave.hasNoPlace();
  }

  private Report report(ServerEntry entry, Roster now, ServerFacts known) {
    return new Report(
        new Report.Identity(entry.name(), entry.incarnation(), now.epoch(), Protocol.OURS),
        known.wishes(),
        known.health(),
        known.restart(),
        known.capacity(),
        known.addresses(),
        orders.progress());
  }
}
