package dev.perennial.agent.server;

import dev.perennial.agent.duplex.Duplexer;
import dev.perennial.coordinator.roster.ComingBack;
import dev.perennial.coordinator.roster.Majority;
import dev.perennial.coordinator.roster.OrderCheck;
import dev.perennial.coordinator.roster.PlanPolicy;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Switching;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Carries out what this server's entry of the roster says. For the agent's loop. */
public final class RosterOrders {
  private final RosterStore store;
  private final Duplexer duplexer;
  private final Rejuvenation rejuvenation;
  private final BooleanSupplier stopping;
  private final PlanPolicy policy;
  private final InstantSource clock;
  private final Told told;

  /** Rounds are counted over all lives, from 1. */
  private long signalledRound;

  private long refusedRound;

  /** What people are told. */
  public interface Told {
    /** Takes a line for the log. */
    void log(String line);

    /** Takes an order that this server does not carry out, with the reason; once a round. */
    void refused(String order);
  }

  /**
   * @param stopping whether this process is told to stop: then it is not restarted any more
   * @param policy that this server is configured for: it does nothing that breaks it
   */
  public RosterOrders(
      RosterStore store,
      Duplexer duplexer,
      Rejuvenation rejuvenation,
      BooleanSupplier stopping,
      PlanPolicy policy,
      InstantSource clock,
      Told told) {
    this.store = store;
    this.duplexer = duplexer;
    this.rejuvenation = rejuvenation;
    this.stopping = stopping;
    this.policy = policy;
    this.clock = clock;
    this.told = told;
  }

  /** Returns how far this server has come as a source; null while it duplexes nothing. */
  Report.@Nullable Duplexing progress() {
    return duplexer.progress();
  }

  /** This server has lost its place on the roster, and with it whatever it was told to do. */
  void lostPlace() {
    duplexer.abort("this server is not on the roster");
  }

  /** Does what an entry says; a turn that is missed is made good by the next. */
  void carryOut(ServerEntry entry, Roster now, ServerFacts known) {
    switch (entry.stage()) {
      case IN_SERVICE -> inService(entry);
      case JOINING, RETURNING -> duplexer.abort("the roster says " + entry.stage());
      case OUT -> out(entry, now, known);
      case DUPLEXING -> {
        String successor = entry.successor();
        if (successor != null) {
          duplexer.duplex(entry.round(), successor);
        }
      }
      case SWITCHING -> switchOver(entry, now, known);
      // It may have been given up, to begin anew.
      case RETIRED -> signalledRound = 0;
      case REJUVENATING -> rejuvenate(entry, now, known);
    }
  }

  /** A majority saw this server no more, and here it is: it was cut off, or stood still. */
  private void out(ServerEntry entry, Roster now, ServerFacts known) {
    duplexer.abort("the roster says OUT");
    boolean ready = known.health().healthy() && known.health().warm();
    if (!stopping.getAsBoolean()) {
      ComingBack.of(now, entry.name(), duplexer.progress(), ready, store.alive(), clock.millis())
          .ifPresent(next -> replace(now, next));
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
  private void switchOver(ServerEntry entry, Roster now, ServerFacts known) {
    if (!isBegun(entry) && !mayBegin(entry, now, known)) {
      return;
    }
    duplexer.switchOver(entry.round(), now.epoch());
    Report.Duplexing progress = ofRound(entry);
    if (progress == null) {
      return;
    }
    switch (progress.state()) {
      case DONE -> replace(now, Switching.done(now, entry.name(), entry.round(), clock.millis()));
      case FAILED ->
          replace(
              now,
              Switching.reverted(
                  now, entry.name(), entry.round(), progress.detail(), clock.millis()));
      case OFFERING, COPYING, IN_SYNC, SWITCHING -> {}
    }
  }

  private Report.@Nullable Duplexing ofRound(ServerEntry entry) {
    Report.Duplexing progress = duplexer.progress();
    return progress == null || progress.round() != entry.round() ? null : progress;
  }

  /** Returns whether the switch-over is under way or over: it is checked before that, once. */
  private boolean isBegun(ServerEntry entry) {
    Report.Duplexing progress = ofRound(entry);
    return progress != null
        && switch (progress.state()) {
          case SWITCHING, DONE, FAILED -> true;
          case OFFERING, COPYING, IN_SYNC -> false;
        };
  }

  private boolean mayBegin(ServerEntry entry, Roster now, ServerFacts known) {
    if (!Majority.holds(now, store.alive())) {
      told.log("the switch-over waits: no majority of the roster's voters is in sight");
      return false;
    }
    String refusal = check(entry, now, known).ofSwitchOver();
    if (refusal.isEmpty()) {
      return true;
    }
    String reason = refused(entry, refusal);
    duplexer.abort(reason);
    replace(now, Switching.reverted(now, entry.name(), entry.round(), reason, clock.millis()));
    return false;
  }

  private OrderCheck check(ServerEntry entry, Roster now, ServerFacts known) {
    return new OrderCheck(
        now,
        entry.name(),
        store.alive(),
        policy,
        new OrderCheck.Own(
            known.wishes(), known.health(), known.restart(), known.capacity().sessions()));
  }

  private String refused(ServerEntry entry, String why) {
    String reason = "refused to go to " + entry.stage() + ": " + why;
    if (refusedRound != entry.round()) {
      refusedRound = entry.round();
      told.refused(entry.name() + " has " + reason);
    }
    return reason;
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
    if (stopping.getAsBoolean()) {
      return;
    }
    if (!Majority.holds(now, store.alive())) {
      told.log("the rejuvenation signal waits: no majority of the roster's voters is in sight");
      return;
    }
    Report.Duplexing progress = ofRound(entry);
    boolean handedOver = progress != null && progress.state() == Report.Duplexing.State.DONE;
    String refusal = check(entry, now, known).ofRestart(handedOver);
    if (!refusal.isEmpty()) {
      replace(now, stayed(entry, now, known, refused(entry, refusal)));
      return;
    }
    signalledRound = entry.round();
    rejuvenation.begin(entry, now);
  }

  /** What forbids the restart may be found only on the way to it: then this life goes on. */
  private void stay(ServerEntry entry, Roster now, ServerFacts known) {
    Rejuvenation.GivenUp why = rejuvenation.givenUp(entry.round());
    if (why == null || stopping.getAsBoolean()) {
      return;
    }
    boolean keepsCopies = entry.successor() != null && !why.confirmed() && entry.mayTakeBack();
    replace(
        now,
        keepsCopies
            ? Switching.withdrawn(now, entry.name(), entry.round(), why.reason(), clock.millis())
            : stayed(entry, now, known, why.reason()));
  }

  private Roster stayed(ServerEntry entry, Roster now, ServerFacts known, String reason) {
    boolean able = known.health().healthy();
    return Switching.stayed(now, entry.name(), entry.round(), reason, able, clock.millis());
  }
}
