package dev.perennial.agent.server;

import dev.perennial.agent.duplex.Duplexer;
import dev.perennial.coordinator.roster.LeavePolicy;
import dev.perennial.coordinator.roster.Leaving;
import dev.perennial.coordinator.roster.Majority;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import dev.perennial.coordinator.roster.Switching;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Does what this server's entry of the roster says, and reports. {@link #tick} is called about once
 * a second and after each change of the roster, always on the same thread; a tick that is missed is
 * made good by the next.
 */
public final class ServerLoop {
  private final String name;
  private final Role wantedRole;
  private final Report.Action action;
  private final RosterStore store;
  private final Membership membership;
  private final Duplexer duplexer;
  private final Rejuvenation rejuvenation;
  private final Operator operator;
  private final OrderlyStop stop;
  private final Supplier<ServerFacts> facts;
  private final List<StageListener> listeners;
  private final InstantSource clock;
  private final Consumer<String> log;

  private volatile @Nullable ServerEntry self;
  private volatile @Nullable Roster roster;

  /** Rounds are counted over all lives, from 1. */
  private long signalledRound;

  public ServerLoop(
      String name,
      Role wantedRole,
      Report.Action action,
      RosterStore store,
      Membership membership,
      Duplexer duplexer,
      Rejuvenation rejuvenation,
      Operator operator,
      OrderlyStop stop,
      Supplier<ServerFacts> facts,
      List<StageListener> listeners,
      InstantSource clock,
      Consumer<String> log) {
    this.name = name;
    this.wantedRole = wantedRole;
    this.action = action;
    this.store = store;
    this.membership = membership;
    this.duplexer = duplexer;
    this.rejuvenation = rejuvenation;
    this.operator = operator;
    this.stop = stop;
    this.facts = facts;
    this.listeners = List.copyOf(listeners);
    this.clock = clock;
    this.log = log;
  }

  /** Returns this server's entry as last seen; empty until it has joined. Any thread. */
  public Optional<ServerEntry> self() {
    return Optional.ofNullable(self);
  }

  /** Returns the roster as last seen. Any thread. */
  public Optional<Roster> roster() {
    return Optional.ofNullable(roster);
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
    ServerEntry before = self;
    self = entry;
    roster = now;
    if (!entry.equals(before)) {
      if (before == null || before.stage() != entry.stage()) {
        log.accept("stage " + entry.stage() + ", " + entry.role() + ": " + entry.reason());
      }
      operator.reached(entry.stage());
      listeners.forEach(l -> l.changed(entry, now));
    }
    ServerFacts known = facts.get();
    act(entry, now, known);
    store.report(report(entry, now, known));
    if (stop.isBegun() && !stop.isOver()) {
      leave(entry, now, known);
    }
  }

  private void hasNoPlace() {
    if (self != null) {
      self = null;
      duplexer.abort("this server is not on the roster");
    }
    if (stop.isBegun()) {
      stop.end("it is not on the roster");
    }
  }

  /** Off the roster, and its vote with it, in one step; refused or not known, it is tried again. */
  private void leave(ServerEntry entry, Roster now, ServerFacts known) {
    LeavePolicy.Answer answer =
        stop.policy()
            .judge(
                new LeavePolicy.Moment(
                    entry,
                    duplexer.progress(),
                    known.capacity().sessions(),
                    obstacleToMoving(known),
                    stop.noSuccessor(),
                    stop.millis()));
    if (!answer.leaves()) {
      return;
    }
    String how =
        answer.heir() == null && known.capacity().sessions() > 0
            ? answer.reason()
                + "; "
                + known.capacity().sessions()
                + " sessions end with this process"
            : answer.reason();
    if (entry.stage() == Stage.OUT && !entry.voter()) {
      stop.end(how);
    } else if (!Majority.holds(now, store.alive())) {
      stop.end(how + "; no majority is in sight, so the roster is not told");
    } else if (store.replace(now.epoch(), Leaving.left(now, name, answer.heir(), clock.millis()))
        == RosterStore.Outcome.DONE) {
      duplexer.abort("this server has left");
      stop.end(how);
    }
  }

  private String obstacleToMoving(ServerFacts known) {
    if (action == Report.Action.OBSERVE) {
      return "perennial.action=observe moves nothing";
    }
    return known.capacity().gate() ? "" : "its container is not recognised";
  }

  private void act(ServerEntry entry, Roster now, ServerFacts known) {
    switch (entry.stage()) {
      case IN_SERVICE -> inService(entry);
      case JOINING, RETURNING, OUT -> duplexer.abort("the roster says " + entry.stage());
      case DUPLEXING -> {
        String successor = entry.successor();
        if (successor != null) {
          duplexer.duplex(entry.round(), successor);
        }
      }
      case SWITCHING -> switchOver(entry, now);
      case RETIRED -> {}
      case REJUVENATING -> rejuvenate(entry, now, known);
    }
  }

  private void inService(ServerEntry entry) {
    Report.Duplexing progress = duplexer.progress();
    if (progress == null || progress.state() == Report.Duplexing.State.FAILED) {
      duplexer.abort("the roster says IN_SERVICE");
    } else if (entry.tookBack(progress.round())) {
      duplexer.takeBack(progress.round());
    } else if (progress.state() == Report.Duplexing.State.DONE) {
      duplexer.settle(progress.round());
    } else {
      duplexer.abort("the roster says IN_SERVICE");
    }
  }

  /**
   * The source is the first to know how its switch-over ended, so it makes the next move itself.
   */
  private void switchOver(ServerEntry entry, Roster now) {
    duplexer.switchOver(entry.round(), now.epoch());
    Report.Duplexing progress = duplexer.progress();
    if (progress == null || progress.round() != entry.round()) {
      return;
    }
    switch (progress.state()) {
      case DONE -> replace(now, Switching.done(now, name, entry.round(), clock.millis()));
      case FAILED ->
          replace(
              now, Switching.reverted(now, name, entry.round(), progress.detail(), clock.millis()));
      case OFFERING, COPYING, IN_SYNC, SWITCHING -> {}
    }
  }

  /** Refused or not known: the next look decides anew; so it does where no majority is in sight. */
  private void replace(Roster now, Roster next) {
    if (!Majority.holds(now, store.alive())) {
      return;
    }
    RosterStore.Outcome unused = store.replace(now.epoch(), next);
  }

  private void rejuvenate(ServerEntry entry, Roster now, ServerFacts known) {
    if (signalledRound == entry.round()) {
      stay(entry, now, known);
      return;
    }
    if (stop.isBegun()) {
      return;
    }
    if (!Majority.holds(now, store.alive())) {
      log.accept("the rejuvenation signal waits: no majority of the roster's voters is in sight");
      return;
    }
    signalledRound = entry.round();
    rejuvenation.begin(entry, now);
  }

  /** What forbids the restart may be found only on the way to it: then this life goes on. */
  private void stay(ServerEntry entry, Roster now, ServerFacts known) {
    String why = rejuvenation.givenUp(entry.round());
    if (why != null && !stop.isBegun()) {
      replace(
          now,
          Switching.stayed(
              now, name, entry.round(), why, known.health().healthy(), clock.millis()));
    }
  }

  private Report report(ServerEntry entry, Roster now, ServerFacts known) {
    return new Report(
        new Report.Identity(name, entry.incarnation(), now.epoch(), Protocol.OURS),
        new Report.Wishes(wantedRole, action, known.order()),
        known.health(),
        known.restart(),
        known.capacity(),
        known.addresses(),
        duplexer.progress());
  }
}
