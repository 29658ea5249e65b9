package dev.perennial.coordinator.roster;

import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.rejuvenation.Timing;
import dev.perennial.coordinator.roster.Decision.Alert.Kind;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import org.jspecify.annotations.Nullable;

/** Carries on the rejuvenations that are under way, one step in a plan. */
final class Progress {
  /** A critical server that may be restarted without duplexing waits so long for it. */
  private static final long EMERGENCY_MILLIS = 60_000;

  private final Situation situation;
  private final Draft draft;
  private final PlanPolicy policy;

  Progress(Situation situation, Draft draft) {
    this.situation = situation;
    this.draft = draft;
    this.policy = situation.policy();
  }

  void advance() {
    for (ServerEntry entry : situation.roster().servers()) {
      if (!situation.alive(entry)) {
        continue;
      }
      switch (entry.stage()) {
        case DUPLEXING -> duplexing(entry, situation.report(entry));
        case SWITCHING -> switching(entry, situation.report(entry));
        case RETIRED -> retired(entry, situation.report(entry));
        case JOINING, IN_SERVICE, REJUVENATING, RETURNING, OUT -> {}
      }
    }
  }

  private void duplexing(ServerEntry entry, @Nullable Report report) {
    String unfit = successorUnfit(entry);
    if (unfit != null) {
      abort(entry, unfit, false);
      return;
    }
    Report.Duplexing progress = Situation.progress(entry, report);
    boolean inSync = progress != null && progress.state() == State.IN_SYNC;
    if (progress != null && progress.state() == State.FAILED) {
      abort(entry, "duplexing failed: " + progress.detail(), true);
    } else if (!inSync && situation.inStage(entry) > policy.duplexLimitMillis()) {
      abort(entry, "was not in sync in time", true);
    } else if (!inSync
        && report != null
        && report.restart().emergency()
        && situation.inStage(entry) > EMERGENCY_MILLIS) {
      abort(entry, "is critical and was not in sync in time", true);
    } else if (report != null) {
      wanted(entry, report, inSync);
    }
  }

  private void wanted(ServerEntry entry, Report report, boolean inSync) {
    Consent consent = Consent.of(report);
    boolean ordered = consent.isNow();
    if (consent == Consent.HELD) {
      abort(entry, "held by an operator", false);
    } else if (consent == Consent.FORBIDDEN) {
      abort(entry, "is configured to be watched only", false);
    } else if (!ordered && !report.restart().obstacle().isEmpty()) {
      abort(entry, "it cannot be restarted: " + report.restart().obstacle(), false);
    } else if (!ordered && report.health().verdict() == Verdict.STABLE) {
      abort(entry, "is stable again", false);
    } else if (inSync && consent == Consent.ASKS) {
      draft.alert(entry, Kind.APPROVAL_NEEDED, entry.name() + " is in sync and waits for approval");
    } else if (inSync && (ordered || Situation.isUnstable(report))) {
      switchOver(entry, report, ordered);
    }
  }

  private void switchOver(ServerEntry entry, Report report, boolean ordered) {
    if (!ordered && situation.roster().halted()) {
      return;
    }
    Timing.Answer answer =
        new Timing(policy.timing())
            .judge(
                new Timing.Moment(
                    report.health().verdict(),
                    report.capacity().load(),
                    report.health().uptimeSeconds(),
                    report.health().secondsToExhaustion(),
                    situation.inStage(entry) / 1000.0,
                    ordered));
    Capacity capacity = new Capacity(situation, draft);
    boolean leaving = Consent.of(report) == Consent.LEAVING;
    if (!answer.now()) {
      draft.alert(entry, Kind.WAITING, entry.name() + " " + answer.reason());
    } else if (!leaving && situation.away() >= policy.maxOut()) {
      draft.alert(
          entry, Kind.WAITING, entry.name() + " is in sync and waits for another to return");
    } else if ((leaving || capacity.allows(entry)) && !draft.changed()) {
      String reason = "switched over: " + answer.reason();
      draft.take(
          Switching.switchOver(situation.roster(), entry.name(), reason, situation.now()),
          entry.name() + " to SWITCHING: " + reason);
    }
  }

  private void switching(ServerEntry entry, @Nullable Report report) {
    Report.Duplexing progress = Situation.progress(entry, report);
    if (progress != null && progress.state() == State.DONE) {
      left(entry, progress);
      step(
          Switching.done(situation.roster(), entry.name(), entry.round(), situation.now()),
          entry.name() + " has handed over");
    } else if (progress != null && progress.state() == State.FAILED) {
      String reason = "switch-over failed: " + progress.detail();
      step(
          Switching.reverted(
              situation.roster(), entry.name(), entry.round(), reason, situation.now()),
          entry.name() + " " + reason);
    } else if (!situation.successorStands(entry)) {
      takeBack(entry);
    } else if (situation.inStage(entry) > policy.switchLimitMillis()) {
      draft.alert(entry, Kind.OVERDUE, entry.name() + " takes long to hand over");
    }
  }

  private void retired(ServerEntry entry, @Nullable Report report) {
    boolean spare = entry.successor() == null;
    if (!spare && !situation.successorStands(entry)) {
      takeBack(entry);
      return;
    }
    Report.Duplexing progress = Situation.progress(entry, report);
    boolean done = spare || (progress != null && progress.state() == State.DONE);
    if (progress != null && done) {
      left(entry, progress);
    }
    if (report == null || !done) {
      if (situation.inStage(entry) > policy.switchLimitMillis()) {
        draft.alert(entry, Kind.OVERDUE, entry.name() + " is retired and does not confirm it");
      }
      return;
    }
    Consent consent = Consent.of(report);
    if (consent == Consent.LEAVING) {
      step(
          Leaving.left(situation.roster(), entry.name(), entry.successor(), situation.now()),
          entry.name() + " has handed over and leaves");
    } else if (consent == Consent.HELD || consent == Consent.FORBIDDEN) {
      draft.alert(entry, Kind.HELD, entry.name() + " is retired and held: it is not restarted");
    } else if ((consent == Consent.ORDERED || !situation.roster().halted())
        && new Capacity(situation, draft).canSpareVote(entry)) {
      String reason = "all handed over and acknowledged";
      step(
          Switching.signal(situation.roster(), entry.name(), reason, situation.now()),
          entry.name() + " is given the rejuvenation signal");
    }
  }

  private void left(ServerEntry entry, Report.Duplexing progress) {
    if (!progress.left().isEmpty()) {
      draft.alert(entry, Kind.LOSS_L5, entry.name() + ": " + progress.left());
    }
  }

  /** The successor may have been cut off and still serve: only when its lease is out. */
  private void takeBack(ServerEntry entry) {
    String successor = String.valueOf(entry.successor());
    ServerEntry lost = situation.entry(successor);
    boolean leaseOut =
        lost == null
            || (!lost.stage().isServing() && situation.inStage(lost) >= policy.leaseMillis());
    if (!leaseOut) {
      draft.alert(
          entry,
          Kind.WAITING,
          entry.name() + " waits for its successor " + successor + " to be back, or takes back");
    } else if (!draft.changed()) {
      draft.take(
          Switching.takenBack(
              situation.roster(), entry.name(), "took back from " + successor, situation.now()),
          entry.name() + " takes back what it had handed over to " + successor);
      draft.alert(
          entry,
          Kind.LOSS_L3,
          successor
              + " is lost after it took over from "
              + entry.name()
              + ": what it acknowledged and had not sent back is lost (L3)");
    }
  }

  private @Nullable String successorUnfit(ServerEntry entry) {
    if (!situation.successorStands(entry)) {
      return "its successor " + entry.successor() + " is lost";
    }
    ServerEntry successor = situation.entry(String.valueOf(entry.successor()));
    Report report = successor == null ? null : situation.report(successor);
    if (report != null && Situation.isUnstable(report)) {
      return "its successor " + entry.successor() + " is " + report.health().verdict();
    }
    if (report != null && report.wishes().order() == Report.Order.LEAVE) {
      return "its successor " + entry.successor() + " is about to stop";
    }
    return null;
  }

  private void abort(ServerEntry entry, String reason, boolean failed) {
    step(
        Switching.abort(situation.roster(), entry.name(), reason, failed, situation.now()),
        entry.name() + " stops duplexing: " + reason);
  }

  private void step(Roster next, String reason) {
    if (!draft.changed()) {
      draft.take(next, reason);
    }
  }
}
