package dev.perennial.agent.server;

import dev.perennial.agent.duplex.Duplexer;
import dev.perennial.coordinator.roster.ComingBack;
import dev.perennial.coordinator.roster.Majority;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Switching;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries out what this server's entry of the roster says. For the agent's loop. */
public final class RosterOrders {
  private final RosterStore store;
  private final Duplexer duplexer;
  private final Rejuvenation rejuvenation;
  private final BooleanSupplier stopping;
  private final InstantSource clock;
  private final Consumer<String> log;

  /** Rounds are counted over all lives, from 1. */
  private long signalledRound;

  /**
   * @param stopping whether this process is told to stop: then it is not restarted any more
   */
  public RosterOrders(
      RosterStore store,
      Duplexer duplexer,
      Rejuvenation rejuvenation,
      BooleanSupplier stopping,
      InstantSource clock,
      Consumer<String> log) {
    this.store = store;
    this.duplexer = duplexer;
    this.rejuvenation = rejuvenation;
    this.stopping = stopping;
    this.clock = clock;
    this.log = log;
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
      case SWITCHING -> switchOver(entry, now);
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
  private void switchOver(ServerEntry entry, Roster now) {
    duplexer.switchOver(entry.round(), now.epoch());
    Report.Duplexing progress = duplexer.progress();
    if (progress == null || progress.round() != entry.round()) {
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
      log.accept("the rejuvenation signal waits: no majority of the roster's voters is in sight");
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
            : Switching.stayed(
                now,
                entry.name(),
                entry.round(),
                why.reason(),
                known.health().healthy(),
                clock.millis()));
  }
}
