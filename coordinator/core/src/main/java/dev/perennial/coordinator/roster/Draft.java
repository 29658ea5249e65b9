package dev.perennial.coordinator.roster;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Collects what one plan comes to: changes that go into one epoch, and alerts. */
final class Draft {
  private final Roster base;
  private final StringJoiner reasons = new StringJoiner("; ");
  private final List<Decision.Alert> alerts = new ArrayList<>();
  private Roster roster;

  Draft(Roster base) {
    this.base = base;
    this.roster = base;
  }

  Roster roster() {
    return roster;
  }

  boolean changed() {
    return roster.epoch() != base.epoch();
  }

  void take(Roster next, String reason) {
    roster = next.at(base.epoch() + 1);
    reasons.add(reason);
  }

  void put(ServerEntry entry) {
    take(roster.with(entry), entry.name() + " to " + entry.stage() + ": " + entry.reason());
  }

  void alert(ServerEntry server, Decision.Alert.Kind kind, String text) {
    alert(server.name(), kind, text);
  }

  void alert(String server, Decision.Alert.Kind kind, String text) {
    alerts.add(new Decision.Alert(server, kind, text));
  }

  /** Returns the change first, if there is one, then the alerts. */
  List<Decision> decisions() {
    List<Decision> decisions = new ArrayList<>();
    if (changed()) {
      decisions.add(new Decision.Change(roster, reasons.toString()));
    }
    decisions.addAll(alerts);
    return decisions;
  }
}
