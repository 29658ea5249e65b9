package dev.perennial.coordinator.roster;

import dev.perennial.coordinator.roster.Decision.Alert.Kind;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Records who came, who returned and who is gone, all in one change. */
final class Members {
  private final Situation situation;
  private final Draft draft;

  Members(Situation situation, Draft draft) {
    this.situation = situation;
    this.draft = draft;
  }

  void record() {
    release();
    for (ServerEntry entry : situation.roster().servers()) {
      switch (entry.stage()) {
        case JOINING -> joining(entry);
        case IN_SERVICE -> inService(entry);
        case DUPLEXING -> duplexing(entry);
        case SWITCHING -> switching(entry);
        case RETIRED -> retired(entry);
        case REJUVENATING -> rejuvenating(entry);
        case RETURNING -> returning(entry);
        case OUT -> out(entry);
      }
    }
    if (draft.roster().halted()) {
      draft.alert("", Kind.HALTED, "automatic action has stopped: " + draft.roster().halt());
    }
  }

  /** Any server's operator may end a halt. */
  private void release() {
    if (!situation.roster().halted()) {
      return;
    }
    for (ServerEntry entry : situation.roster().servers()) {
      Report report = situation.report(entry);
      if (report != null && report.wishes().order() == Report.Order.RELEASE) {
        draft.take(draft.roster().withHalt(""), "released by the operator of " + entry.name());
        return;
      }
    }
  }

  private void joining(ServerEntry entry) {
    if (!situation.alive(entry)) {
      // Without a vote it cannot be mistaken for a successor that was merely cut off.
      draft.put(move(entry, Stage.OUT, "is no member any more").withVote(false));
    } else if (Situation.isReady(situation.report(entry)) && !isMissed(entry)) {
      ServerEntry ready = move(entry, Stage.IN_SERVICE, "healthy and warm");
      draft.put(ready);
    } else if (situation.inStage(entry) > situation.policy().returnLimitMillis()) {
      draft.alert(entry, Kind.OVERDUE, entry.name() + " has joined and is not healthy and warm");
    }
  }

  /** While a source still hangs on the life before, the new one must not look like it. */
  private boolean isMissed(ServerEntry entry) {
    String source = situation.sourceOf(entry.name());
    ServerEntry waiting = source == null ? null : situation.entry(source);
    return waiting != null && waiting.mayTakeBack();
  }

  private void inService(ServerEntry entry) {
    if (!situation.alive(entry)) {
      gone(entry, null);
      String text = entry.name() + " is gone: what it alone owned is lost (L1)";
      draft.alert(
          entry,
          entry.role() == Role.PRIMARY ? Kind.LOSS_L1 : Kind.GONE,
          entry.role() == Role.PRIMARY ? text : entry.name() + " is gone; it was a spare");
    } else if (situation.report(entry) == null) {
      draft.alert(entry, Kind.SILENT, entry.name() + " is a member and does not report");
    }
  }

  private void duplexing(ServerEntry entry) {
    if (situation.alive(entry)) {
      return;
    }
    Report.Duplexing progress = Situation.progress(entry, situation.lastWords(entry));
    boolean inSync = progress != null && progress.state() == State.IN_SYNC;
    if (inSync && situation.successorStands(entry)) {
      ServerEntry heir = present(successor(entry));
      draft.put(heir.withRole(Role.PRIMARY));
      gone(entry, heir.name());
      draft.alert(
          entry,
          Kind.LOSS_L2,
          entry.name() + " is gone while in sync; " + heir.name() + " lacks the lag at most (L2)");
    } else {
      gone(entry, null);
      draft.alert(entry, Kind.LOSS_L1, entry.name() + " is gone before it was in sync (L1)");
    }
  }

  private void switching(ServerEntry entry) {
    if (situation.alive(entry)) {
      return;
    }
    Report.Duplexing progress = Situation.progress(entry, situation.lastWords(entry));
    boolean done = progress != null && progress.state() == State.DONE;
    gone(entry, entry.successor());
    draft.alert(
        entry,
        done ? Kind.GONE : Kind.LOSS_L2,
        done
            ? entry.name() + " is gone after it had handed over all"
            : entry.name()
                + " is gone while handing over; its successor has the rest but for the"
                + " lag (L2)");
  }

  private void retired(ServerEntry entry) {
    if (!situation.alive(entry)) {
      gone(entry, entry.successor());
      draft.alert(entry, Kind.GONE, entry.name() + " is gone; it owned nothing any more");
    }
  }

  private void rejuvenating(ServerEntry entry) {
    if (situation.inStage(entry) > situation.policy().restartLimitMillis()) {
      notReturned(entry, "did not join again after its rejuvenation signal");
    }
  }

  private void returning(ServerEntry entry) {
    if (situation.alive(entry) && Situation.isReady(situation.report(entry))) {
      boolean standby = situation.roster().mode() == Mode.ACTIVE_STANDBY;
      draft.put(
          move(entry, Stage.IN_SERVICE, "returned healthy and warm")
              .withRole(roleOnReturn(entry, standby))
              .withSuccessor(null)
              .withFailures(0)
              .withVote(true));
    } else if (situation.inStage(entry) > situation.policy().returnLimitMillis()) {
      notReturned(entry, "did not come back healthy and warm");
    }
  }

  /** Whoever has no successor left no place to another. */
  private static Role roleOnReturn(ServerEntry entry, boolean standby) {
    if (!standby) {
      return Role.PRIMARY;
    }
    return entry.successor() == null ? entry.role() : Role.SPARE;
  }

  private void notReturned(ServerEntry entry, String what) {
    String text = entry.name() + " " + what;
    draft.put(move(entry, Stage.OUT, what).withVote(false));
    draft.take(draft.roster().withHalt(text), "automatic action stops");
    draft.alert(entry, Kind.NOT_RETURNED, text + ": see its log, then release it");
  }

  private void out(ServerEntry entry) {
    Report report = situation.report(entry);
    boolean alive = situation.alive(entry);
    if (alive && report != null && report.wishes().order() == Report.Order.RELEASE) {
      Stage next = entry.successor() == null ? Stage.JOINING : Stage.RETURNING;
      draft.put(move(entry, next, "released by its operator").withVote(true));
    } else if (alive && report != null && isMissed(entry) && entry.voter()) {
      // The same life: what it took over is still there, and JOINING would look like a new one.
      draft.put(move(entry, Stage.IN_SERVICE, "is a member again, and a successor"));
    } else if (alive && report != null && mayComeBack(entry)) {
      draft.put(move(entry, Stage.JOINING, "is a member again").withVote(true));
    } else if (alive && situation.inStage(entry) > situation.policy().leaseMillis()) {
      draft.alert(
          entry, Kind.OUT, entry.name() + " is on no list until it restarts or is released");
    } else if (!alive && situation.inStage(entry) > situation.policy().removeMillis()) {
      draft.take(draft.roster().without(entry.name()), entry.name() + " is removed");
    } else if (!alive
        && entry.voter()
        && situation.inStage(entry) > situation.policy().forgetMillis()) {
      draft.take(
          draft.roster().change(entry.name(), e -> e.withVote(false)),
          entry.name() + " is forgotten as a voter");
    }
  }

  /**
   * Whether the same life may simply be a member again: it was cut off. Not one whose place was
   * taken; and one without a vote has left, or failed to return, so that it has to last or to be
   * released.
   */
  private boolean mayComeBack(ServerEntry entry) {
    if (situation.isLeaving(entry)) {
      return false;
    }
    boolean lasts = situation.inStage(entry) > situation.policy().leaseMillis();
    return entry.successor() == null && (entry.voter() || (lasts && !situation.roster().halted()));
  }

  private void gone(ServerEntry entry, @Nullable String successor) {
    draft.put(move(entry, Stage.OUT, "is no member any more").withSuccessor(successor));
  }

  private ServerEntry move(ServerEntry entry, Stage next, String reason) {
    return present(entry.name()).to(next, reason, situation.now());
  }

  /** Another server's move in this plan may have changed the entry. */
  private ServerEntry present(String name) {
    return draft.roster().require(name);
  }

  private static String successor(ServerEntry entry) {
    return Objects.requireNonNull(entry.successor());
  }
}
