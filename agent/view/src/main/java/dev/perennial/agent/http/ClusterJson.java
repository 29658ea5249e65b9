package dev.perennial.agent.http;

import dev.perennial.agent.status.ClusterStatus;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.ServerEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What /cluster answers; the names of the components are those in the JSON.
 *
 * @param server who answers
 * @param known whether it knows a roster yet
 */
record ClusterJson(
    String server,
    boolean known,
    long epoch,
    @Nullable Mode mode,
    @Nullable String leader,
    List<String> available,
    List<String> spares,
    List<String> alive,
    List<Server> servers) {

  /** A server of the roster with what it said last. */
  record Server(
      ServerEntry entry, @Nullable Map<String, Object> report, @Nullable Long reportAgeMillis) {}

  static ClusterJson of(String server, Optional<ClusterStatus> status) {
    if (status.isEmpty()) {
      return new ClusterJson(
          server, false, 0, null, null, List.of(), List.of(), List.of(), List.of());
    }
    ClusterStatus cluster = status.get();
    var reports = new TreeMap<>(cluster.view().reports());
    var ages = cluster.view().reportAgeMillis();
    return new ClusterJson(
        server,
        true,
        cluster.view().roster().epoch(),
        cluster.view().roster().mode(),
        cluster.leader(),
        cluster.view().available(),
        cluster.spares(),
        cluster.view().alive().stream().sorted().toList(),
        cluster.view().roster().servers().stream()
            .map(e -> new Server(e, flat(reports.get(e.name())), ages.get(e.name())))
            .toList());
  }

  private static @Nullable Map<String, Object> flat(@Nullable Report report) {
    if (report == null) {
      return null;
    }
    Map<String, Object> flat = new LinkedHashMap<>();
    flat.put("incarnation", report.incarnation());
    flat.put("order", report.wishes().order());
    flat.put("verdict", report.health().verdict());
    flat.put("reason", report.health().reason());
    flat.put("healthy", report.health().healthy());
    flat.put("warm", report.health().warm());
    flat.put("obstacle", report.restart().obstacle());
    flat.put("sessions", report.capacity().sessions());
    flat.put("load", report.capacity().load());
    flat.put("appUrl", report.addresses().appUrl());
    flat.put("duplexing", report.duplexing());
    return flat;
  }
}
