package dev.perennial.coordinator.roster;

import dev.perennial.coordinator.aging.Verdict;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A view with its look-ups made once; confined to one plan. */
final class Situation {
  private final ClusterView view;
  private final PlanPolicy policy;
  private final Map<String, ServerEntry> entries = new HashMap<>();
  private final Map<String, String> sources = new HashMap<>();

  Situation(ClusterView view, PlanPolicy policy) {
    this.view = view;
    this.policy = policy;
    for (ServerEntry entry : view.roster().servers()) {
      entries.put(entry.name(), entry);
      String successor = entry.successor();
      if (successor != null && entry.stage().isRejuvenation()) {
        sources.put(successor, entry.name());
      }
    }
  }

  Roster roster() {
    return view.roster();
  }

  PlanPolicy policy() {
    return policy;
  }

  long now() {
    return view.nowMillis();
  }

  @Nullable ServerEntry entry(String name) {
    return entries.get(name);
  }

  boolean alive(String name) {
    return view.alive().contains(name);
  }

  boolean alive(ServerEntry entry) {
    return alive(entry.name());
  }

  boolean majorityWithout(ServerEntry leaving) {
    return Majority.holdsWithout(leaving.name(), roster(), view.alive());
  }

  /** Returns what this life of the server said last, if it did so lately. */
  @Nullable Report report(ServerEntry entry) {
    Report last = lastWords(entry);
    long age = view.reportAgeMillis().getOrDefault(entry.name(), Long.MAX_VALUE);
    return last != null && age <= policy.reportFreshMillis() ? last : null;
  }

  /** Returns what this life of the server said last, however long ago. */
  @Nullable Report lastWords(ServerEntry entry) {
    Report last = view.reports().get(entry.name());
    return last != null && last.incarnation() == entry.incarnation() ? last : null;
  }

  /** Returns how far the present round has come by the source's own words, or null. */
  static Report.@Nullable Duplexing progress(ServerEntry entry, @Nullable Report report) {
    Report.Duplexing duplexing = report == null ? null : report.duplexing();
    return duplexing != null && duplexing.round() == entry.round() ? duplexing : null;
  }

  /** Returns how long the entry has been in its stage; a clock that went back counts as none. */
  long inStage(ServerEntry entry) {
    return Math.max(0, now() - entry.sinceMillis());
  }

  /** Returns whose rejuvenation the server is the successor of, or null. */
  @Nullable String sourceOf(String successor) {
    return sources.get(successor);
  }

  /** Returns whether the successor lives on, in the life that was chosen. */
  boolean successorStands(ServerEntry source) {
    String name = source.successor();
    ServerEntry successor = name == null ? null : entry(name);
    return successor != null && alive(successor) && successor.stage() == Stage.IN_SERVICE;
  }

  /** Returns the number of servers that a rejuvenation keeps from serving. */
  long away() {
    return roster().servers().stream().filter(e -> e.stage().isAway()).count();
  }

  /** Returns the number of servers on the available list that are alive. */
  long available() {
    return roster().servers().stream()
        .filter(e -> e.role() == Role.PRIMARY && e.stage().isServing() && alive(e))
        .count();
  }

  static boolean isUnstable(Report report) {
    return report.health().verdict().compareTo(Verdict.UNSTABLE) >= 0;
  }

  /** Returns whether the server's process is about to stop. */
  boolean isLeaving(ServerEntry entry) {
    Report report = report(entry);
    return report != null && report.wishes().order() == Report.Order.LEAVE;
  }

  static boolean isReady(@Nullable Report report) {
    return report != null && report.health().healthy() && report.health().warm();
  }
}
