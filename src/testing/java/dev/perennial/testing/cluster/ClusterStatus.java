package dev.perennial.testing.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perennial.testing.http.HttpAnswer;
import dev.perennial.testing.http.HttpFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cluster at a moment, as an agent's {@code /cluster} shows it; the one place that knows what
 * is where in that document. What a newer or older agent does not say reads as empty or -1.
 *
 * @param leader name of the member that plans, empty if not known
 * @param servers in the roster's order
 */
public record ClusterStatus(String leader, List<ServerStatus> servers) {
  /** Of which nothing is known. */
  public static final ClusterStatus NOTHING = new ClusterStatus("", List.of());

  public ClusterStatus {
    servers = List.copyOf(servers);
  }

  /** Returns that server; empty if the cluster does not know it. */
  public Optional<ServerStatus> server(String name) {
    return servers.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** Returns this one; with the leader known before where the server asked knows none yet. */
  public ClusterStatus withLeaderOf(ClusterStatus before) {
    return leader.isEmpty() ? new ClusterStatus(before.leader, servers) : this;
  }

  /** Reads what {@code /cluster} answers; empty if it is no JSON. */
  public static Optional<ClusterStatus> of(HttpAnswer answer) {
    try {
      return Optional.of(of(answer.json()));
    } catch (HttpFailure e) {
      return Optional.empty();
    }
  }

  static ClusterStatus of(JsonNode json) {
    List<ServerStatus> servers = new ArrayList<>();
    json.path("servers").forEach(server -> servers.add(server(server)));
    return new ClusterStatus(text(json, "leader"), servers);
  }

  private static ServerStatus server(JsonNode server) {
    JsonNode report = server.path("report");
    JsonNode health = report.path("health");
    JsonNode duplexing = report.path("duplexing");
    return new ServerStatus(
        text(server, "name"),
        server.path("incarnation").asLong(-1),
        text(server, "role"),
        text(server, "stage"),
        text(server, "stageReason"),
        text(server, "successor"),
        text(health, "verdict"),
        text(health, "verdictReason"),
        report.path("capacity").path("sessions").asLong(-1),
        new ServerStatus.Duplexing(
            text(duplexing, "state"),
            duplexing.path("pass").asLong(0),
            duplexing.path("sessionsSent").asLong(0),
            duplexing.path("sessionsDirty").asLong(0),
            duplexing.path("bytesSent").asLong(0),
            text(duplexing, "detail")));
  }

  private static String text(JsonNode object, String name) {
    return object.path(name).asText("");
  }
}
