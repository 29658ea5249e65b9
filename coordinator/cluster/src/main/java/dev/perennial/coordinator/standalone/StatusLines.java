package dev.perennial.coordinator.standalone;

import dev.perennial.coordinator.reconcile.Reconciler.Round;
import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Decision;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.ServerEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says in words what is new since the last round. Not thread-safe. */
final class StatusLines {
  private final Map<String, String> servers = new HashMap<>();
  private Set<String> alerts = Set.of();
  private String leading = "";

  List<String> lines(ClusterView view, Round round) {
    List<String> lines = new ArrayList<>();
    leading(round, lines);
    servers(view, lines);
    if (round instanceof Round.Led led) {
      alerts(led.alerts(), lines);
    }
    return lines;
  }

  private void leading(Round round, List<String> lines) {
    String now = round instanceof Round.Led ? "this coordinator leads" : "another member leads";
    if (!now.equals(leading)) {
      leading = now;
      lines.add(now);
    }
  }

  private void servers(ClusterView view, List<String> lines) {
    Set<String> names = new HashSet<>();
    for (ServerEntry server : view.roster().servers()) {
      names.add(server.name());
      String line = line(view, server);
      if (!line.equals(servers.put(server.name(), line))) {
        lines.add(line);
      }
    }
    servers.keySet().removeIf(name -> !names.contains(name) && lines.add(name + " is forgotten"));
  }

  private static String line(ClusterView view, ServerEntry server) {
    Report report = view.reports().get(server.name());
    String verdict = report == null ? "no report" : report.health().verdict().toString();
    String successor = server.successor() == null ? "" : " -> " + server.successor();
    String absent = view.alive().contains(server.name()) ? "" : ", not a member now";
    return "%s: %s, %s%s, %s%s (%s)"
        .formatted(
            server.name(),
            server.role(),
            server.stage(),
            successor,
            verdict,
            absent,
            server.reason());
  }

  private void alerts(List<Decision.Alert> now, List<String> lines) {
    Set<String> texts = new HashSet<>();
    for (Decision.Alert alert : now) {
      String about = alert.server().isEmpty() ? "cluster" : alert.server();
      String text = "ALERT %s %s: %s".formatted(alert.kind(), about, alert.text());
      if (texts.add(text) && !alerts.contains(text)) {
        lines.add(text);
      }
    }
    alerts = texts;
  }
}
