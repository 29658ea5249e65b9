package dev.perennial.agent.http;

import dev.perennial.agent.status.ClusterStatus;
import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What /cluster answers. Its names are its own, and stay when ours change: src/docs holds the
 * schema. A field may be added; where one is removed or means something else, the version grows.
 */
final class ClusterDocument {
  private static final int VERSION = 1;

  private ClusterDocument() {}

  /** Returns the document: maps, lists, and what {@link Json} writes. */
  static Map<String, Object> of(String server, Optional<ClusterStatus> status) {
    Optional<ClusterView> view = status.map(ClusterStatus::view);
    Optional<Roster> roster = view.map(ClusterView::roster);
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("version", VERSION);
    all.put("server", server);
    all.put("known", status.isPresent());
    all.put("epoch", roster.map(Roster::epoch).orElse(0L));
    all.put("mode", roster.map(Roster::mode).orElse(null));
    all.put("leader", status.map(ClusterStatus::leader).orElse(null));
    all.put("halt", roster.map(Roster::halt).orElse(""));
    all.put("available", view.map(ClusterView::available).orElse(List.of()));
    all.put("spares", status.map(ClusterStatus::spares).orElse(List.of()));
    all.put(
        "coordinators",
        roster.map(r -> r.coordinators().stream().sorted().toList()).orElse(List.of()));
    all.put("alive", view.map(v -> v.alive().stream().sorted().toList()).orElse(List.of()));
    all.put("servers", view.map(ClusterDocument::servers).orElse(List.of()));
    return all;
  }

  private static List<Map<String, Object>> servers(ClusterView view) {
    return view.roster().servers().stream().map(entry -> server(entry, view)).toList();
  }

  private static Map<String, Object> server(ServerEntry entry, ClusterView view) {
    Map<String, Object> server = new LinkedHashMap<>();
    server.put("name", entry.name());
    server.put("incarnation", entry.incarnation());
    server.put("role", entry.role());
    server.put("stage", entry.stage());
    server.put("stageReason", entry.reason());
    server.put("stageSinceEpochMillis", entry.sinceMillis());
    server.put("successor", entry.successor());
    server.put("rejuvenation", entry.round());
    server.put("failedAttempts", entry.failures());
    server.put("voter", entry.voter());
    server.put("alive", view.alive().contains(entry.name()));
    server.put("reportAgeMillis", view.reportAgeMillis().get(entry.name()));
    server.put("report", report(view.reports().get(entry.name())));
    return server;
  }

  private static @Nullable Map<String, Object> report(@Nullable Report said) {
    if (said == null) {
      return null;
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("incarnation", said.incarnation());
    report.put("epochSeen", said.identity().epochSeen());
    report.put("protocol", protocol(said.identity().protocol()));
    report.put("wishes", wishes(said.wishes()));
    report.put("health", health(said.health()));
    report.put("restart", restart(said.restart()));
    report.put("capacity", capacity(said.capacity()));
    report.put("addresses", addresses(said.addresses()));
    report.put("duplexing", duplexing(said.duplexing()));
    return report;
  }

  private static Map<String, Object> protocol(Protocol said) {
    Map<String, Object> protocol = new LinkedHashMap<>();
    protocol.put("oldest", said.oldest());
    protocol.put("newest", said.newest());
    return protocol;
  }

  private static Map<String, Object> wishes(Report.Wishes said) {
    Map<String, Object> wishes = new LinkedHashMap<>();
    wishes.put("role", said.wantedRole());
    wishes.put("action", said.action());
    wishes.put("order", said.order());
    return wishes;
  }

  private static Map<String, Object> health(Report.Health said) {
    double left = said.secondsToExhaustion();
    Map<String, Object> health = new LinkedHashMap<>();
    health.put("verdict", said.verdict());
    health.put("verdictReason", said.reason());
    health.put("timeToExhaustionSeconds", left < 0 ? null : left);
    health.put("uptimeSeconds", said.uptimeSeconds());
    health.put("healthy", said.healthy());
    health.put("warm", said.warm());
    return health;
  }

  private static Map<String, Object> restart(Report.Restart said) {
    Map<String, Object> restart = new LinkedHashMap<>();
    restart.put("obstacle", said.obstacle());
    restart.put("waits", said.waits());
    restart.put("emergency", said.emergency());
    return restart;
  }

  private static Map<String, Object> capacity(Report.Capacity said) {
    Map<String, Object> capacity = new LinkedHashMap<>();
    capacity.put("containerRecognised", said.gate());
    capacity.put("applicationFingerprint", said.fingerprint());
    capacity.put("sessions", said.sessions());
    capacity.put("stateBytes", said.stateBytes());
    capacity.put("headroomBytes", said.headroomBytes());
    capacity.put("loadRatio", said.load());
    capacity.put("requestsPerSecond", said.requestsPerSecond());
    return capacity;
  }

  private static Map<String, Object> addresses(Report.Addresses said) {
    Map<String, Object> addresses = new LinkedHashMap<>();
    addresses.put("applicationUrl", said.appUrl());
    addresses.put("stateAddress", said.stateAddress());
    addresses.put("agentUrl", said.httpUrl());
    return addresses;
  }

  private static @Nullable Map<String, Object> duplexing(Report.@Nullable Duplexing said) {
    if (said == null) {
      return null;
    }
    Map<String, Object> duplexing = new LinkedHashMap<>();
    duplexing.put("rejuvenation", said.round());
    duplexing.put("state", said.state());
    duplexing.put("pass", said.pass());
    duplexing.put("sessionsSent", said.sessionsSent());
    duplexing.put("sessionsDirty", said.sessionsDirty());
    duplexing.put("bytesSent", said.bytesSent());
    duplexing.put("detail", said.detail());
    duplexing.put("left", said.left());
    return duplexing;
  }
}
