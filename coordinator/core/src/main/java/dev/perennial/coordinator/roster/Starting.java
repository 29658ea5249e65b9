package dev.perennial.coordinator.roster;

import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.Decision.Alert.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Begins rejuvenations, the most urgent first. */
final class Starting {
  /** Looking for more successors in vain would cost time, and its alerts attention. */
  private static final int MOST_REFUSALS = 5;

  private static final long HOUR_MILLIS = 3_600_000;
  private static final Comparator<Candidate> URGENT_FIRST =
      Comparator.comparing((Candidate c) -> c.consent != Consent.LEAVING)
          .thenComparing(c -> c.report.health().verdict() != Verdict.CRITICAL)
          .thenComparingDouble(c -> left(c.report))
          .thenComparing(c -> c.consent != Consent.ORDERED)
          .thenComparing(c -> c.entry.name());

  private final Situation situation;
  private final Draft draft;
  private final PlanPolicy policy;
  private final long underWay;
  private final long thisHour;
  private int refusals;

  private record Candidate(ServerEntry entry, Report report, Consent consent) {
    boolean ordered() {
      return consent.isNow();
    }

    boolean leaving() {
      return consent == Consent.LEAVING;
    }
  }

  Starting(Situation situation, Draft draft) {
    this.situation = situation;
    this.draft = draft;
    this.policy = situation.policy();
    this.underWay = underWay();
    this.thisHour = thisHour();
  }

  void begin() {
    for (Candidate candidate : candidates()) {
      if (isAllowed(candidate) && hasItsTurn(candidate)) {
        // A spare may own sessions: of a switch-over that was taken back, or of misled clients.
        if (candidate.entry.role() == Role.SPARE && candidate.report.capacity().sessions() == 0) {
          if (!candidate.leaving()) {
            spare(candidate);
          }
        } else {
          primary(candidate);
        }
      }
    }
  }

  private List<Candidate> candidates() {
    List<Candidate> candidates = new ArrayList<>();
    for (ServerEntry entry : situation.roster().servers()) {
      Report report = situation.report(entry);
      if (entry.stage() == Stage.IN_SERVICE && report != null && situation.alive(entry)) {
        boolean ordered =
            report.wishes().order() == Report.Order.REJUVENATE
                || report.wishes().order() == Report.Order.LEAVE;
        if (ordered || Situation.isUnstable(report)) {
          candidates.add(new Candidate(entry, report, Consent.of(report)));
        }
      }
    }
    candidates.sort(URGENT_FIRST);
    return candidates;
  }

  private boolean isAllowed(Candidate candidate) {
    String name = candidate.entry.name();
    switch (candidate.consent) {
      case FORBIDDEN -> {
        if (candidate.report.wishes().order() == Report.Order.REJUVENATE) {
          draft.alert(
              name,
              Kind.OBSERVE_ONLY,
              name + " was ordered to be rejuvenated, but its perennial.action is observe");
        }
        return false;
      }
      case HELD -> {
        draft.alert(
            name,
            Kind.HELD,
            name + " is " + candidate.report.health().verdict() + " and held by an operator");
        return false;
      }
      case ASKS, FREE, ORDERED, LEAVING -> {
        return true;
      }
    }
    throw new AssertionError(candidate.consent);
  }

  private boolean hasItsTurn(Candidate candidate) {
    String name = candidate.entry.name();
    String source = situation.sourceOf(name);
    if (candidate.leaving()) {
      return mayLeave(name, source == null ? null : situation.entry(source));
    }
    if (!candidate.ordered() && situation.roster().halted()) {
      return false;
    }
    if (!candidate.ordered() && !candidate.report.restart().obstacle().isEmpty()) {
      draft.alert(
          name,
          Kind.RESTART_BARRED,
          name
              + " is "
              + candidate.report.health().verdict()
              + " and is left as it is: "
              + candidate.report.restart().obstacle());
      return false;
    }
    if (candidate.consent == Consent.FREE && !candidate.report.restart().waits().isEmpty()) {
      return waits(name, name + " " + candidate.report.restart().waits());
    }
    if (source != null) {
      return waits(name, name + " waits until " + source + ", whose successor it is, has returned");
    }
    double left = candidate.report.health().secondsToExhaustion();
    if (situation.inStage(candidate.entry) < policy.backoffAfter(candidate.entry.failures(), left)
        && !isEmergency(candidate)) {
      return waits(name, name + " waits for another attempt: " + candidate.entry.reason());
    }
    if (underWay >= policy.maxOut()) {
      return waits(name, name + " waits until another rejuvenation is over");
    }
    if (!candidate.ordered() && thisHour >= policy.maxPerHour()) {
      draft.alert(
          name,
          Kind.CAP_REACHED,
          name + " waits: " + policy.maxPerHour() + " rejuvenations within the hour are the limit");
      return false;
    }
    return true;
  }

  /** What its source may still take back must not have moved on meanwhile. */
  private boolean mayLeave(String name, @Nullable ServerEntry source) {
    if (source != null && source.stage() != Stage.DUPLEXING && source.mayTakeBack()) {
      return waits(name, name + " is about to stop and waits for the end of " + source.name());
    }
    return true;
  }

  private boolean waits(String name, String text) {
    draft.alert(name, Kind.WAITING, text);
    return false;
  }

  private void spare(Candidate candidate) {
    String name = candidate.entry.name();
    if (candidate.consent == Consent.ASKS) {
      draft.alert(name, Kind.APPROVAL_NEEDED, name + " is a spare and waits for approval");
    } else if (new Capacity(situation, draft).canSpareVote(candidate.entry) && !draft.changed()) {
      draft.take(
          Switching.retireSpare(situation.roster(), name, reason(candidate), situation.now()),
          name + " to RETIRED: " + reason(candidate));
    }
  }

  private void primary(Candidate candidate) {
    String name = candidate.entry.name();
    if (!candidate.report.capacity().gate()) {
      draft.alert(
          name, Kind.NO_GATE, name + " cannot be switched over: its container is not recognised");
      return;
    }
    if (draft.changed()) {
      return;
    }
    if (refusals >= MOST_REFUSALS) {
      waits(name, name + " waits: there is no successor for more urgent ones");
      return;
    }
    if (candidate.entry.failures() > 0 && isEmergency(candidate)) {
      emergency(candidate, candidate.entry.reason());
      return;
    }
    SuccessorPolicy.Selection selection =
        new SuccessorPolicy(situation).select(candidate.entry, candidate.report);
    String chosen = selection.chosen();
    if (chosen == null) {
      if (isEmergency(candidate)) {
        emergency(candidate, selection.refusal(name));
        return;
      }
      refusals++;
      draft.alert(name, Kind.NO_SUCCESSOR, selection.refusal(name));
    } else if (candidate.leaving() || new Capacity(situation, draft).allows(candidate.entry)) {
      // Who leaves is gone in any case: keeping it would lose its sessions and save no capacity.
      String reason = reason(candidate);
      if (selection.crowded()) {
        reason += "; " + chosen + " has no room for all of its sessions: those used last move";
      }
      draft.take(
          Switching.duplex(situation.roster(), name, chosen, reason, situation.now()),
          name + " to DUPLEXING with " + chosen + ": " + reason);
    }
  }

  private static boolean isEmergency(Candidate candidate) {
    return candidate.report.restart().emergency()
        && candidate.report.health().verdict() == Verdict.CRITICAL
        && candidate.consent == Consent.FREE;
  }

  /**
   * The last resort: it would lose its sessions in any case, and be away for longer. So neither the
   * floor nor its vote keeps it; but it takes its vote along where the rest could decide nothing
   * without it.
   */
  private void emergency(Candidate candidate, String why) {
    String name = candidate.entry.name();
    boolean keepsVote = !situation.majorityWithout(candidate.entry);
    String reason = "emergency restart without duplexing: " + why;
    draft.take(
        Switching.emergency(situation.roster(), name, keepsVote, reason, situation.now()),
        name + " to REJUVENATING: " + reason);
    draft.alert(
        name,
        Kind.LOSS_L4,
        name
            + " is critical and restarted without duplexing: "
            + candidate.report.capacity().sessions()
            + " sessions are lost (L4); "
            + why);
  }

  private static String reason(Candidate candidate) {
    if (candidate.leaving()) {
      return "stops in order";
    }
    return candidate.ordered() ? "ordered by an operator" : candidate.report.health().reason();
  }

  /** Those that only wait for an approval serve all the while, and must not keep others back. */
  private long underWay() {
    return situation.away()
        + situation.roster().servers().stream()
            .filter(e -> e.stage() == Stage.DUPLEXING && !asks(e))
            .count();
  }

  private boolean asks(ServerEntry entry) {
    Report report = situation.report(entry);
    return report != null && Consent.of(report) == Consent.ASKS;
  }

  private long thisHour() {
    long signals =
        situation.roster().restarts().stream()
            .filter(when -> when > situation.now() - HOUR_MILLIS)
            .count();
    long coming =
        situation.roster().servers().stream()
            .map(ServerEntry::stage)
            .filter(s -> s == Stage.DUPLEXING || s == Stage.SWITCHING || s == Stage.RETIRED)
            .count();
    return signals + coming;
  }

  private static double left(Report report) {
    return report.health().secondsToExhaustion() < 0
        ? Double.POSITIVE_INFINITY
        : report.health().secondsToExhaustion();
  }
}
