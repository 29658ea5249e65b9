package dev.perennial.sample.demo;

import dev.perennial.sample.json.Json;
import java.util.List;
import java.util.Optional;

/**
 * The cluster at a moment, as an agent's {@code /cluster} shows it.
 *
 * @param leader name of the member that plans, empty if not known
 * @param servers in the roster's order
 */
public record ClusterStatus(String leader, List<ServerStatus> servers) {
  static final ClusterStatus NOTHING = new ClusterStatus("", List.of());

  public ClusterStatus {
    servers = List.copyOf(servers);
  }

  /** Returns that server; empty if the cluster does not know it. */
  public Optional<ServerStatus> server(String name) {
    return servers.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** Returns this one; with the leader known before where the server asked knows none yet. */
  ClusterStatus withLeaderOf(ClusterStatus before) {
    return leader.isEmpty() ? new ClusterStatus(before.leader, servers) : this;
  }

  /** Reads what {@code /cluster} answers. */
  public static ClusterStatus of(Json json) {
    return new ClusterStatus(
        json.get("leader").text(""),
        json.get("servers").items().stream().map(ClusterStatus::server).toList());
  }

  private static ServerStatus server(Json server) {
    Json report = server.get("report");
    Json health = report.get("health");
    Json duplexing = report.get("duplexing");
    return new ServerStatus(
        server.get("name").text(""),
        server.get("incarnation").number(-1),
        server.get("role").text(""),
        server.get("stage").text(""),
        server.get("stageReason").text(""),
        server.get("successor").text(""),
        health.get("verdict").text(""),
        health.get("verdictReason").text(""),
        report.get("capacity").get("sessions").number(-1),
        new ServerStatus.Duplexing(
            duplexing.get("state").text(""),
            duplexing.get("pass").number(0),
            duplexing.get("sessionsSent").number(0),
            duplexing.get("sessionsDirty").number(0),
            duplexing.get("bytesSent").number(0),
            duplexing.get("detail").text("")));
  }
}
