package dev.perennial.agent.jmx;

import dev.perennial.agent.status.ClusterStatus;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.ServerEntry;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server's row in the roster's table. */
record RosterRow(
    @Description("The server's name") String name,
    @Description("PRIMARY or SPARE") String role,
    @Description("Where it stands") String stage,
    @Description("Why it is in this stage") String stageReason,
    @Description("Who takes its place") @Nullable String successor,
    @Description("The number of its life") long incarnation,
    @Description("The number of its present or last rejuvenation") long round,
    @Description("Whether it is a member now") boolean alive,
    @Description("Whether it counts towards a majority") boolean voter,
    @Description("What it thinks of itself; null without a report") @Nullable String verdict,
    @Description("The reason of the verdict") @Nullable String reason,
    @Description("Whether its application answers") @Nullable Boolean healthy,
    @Description("Live sessions") @Nullable Long sessions,
    @Description("Part of its capacity in use") @Nullable Double load,
    @Description("Heap that it could still take, bytes") @Nullable Long headroom,
    @Description("Where its application is reached") @Nullable String url,
    @Description("Age of its report, milliseconds") @Nullable Long reportAge) {

  static List<RosterRow> of(ClusterStatus status) {
    Map<String, Report> reports = status.view().reports();
    return status.view().roster().servers().stream()
        .sorted(Comparator.comparing(ServerEntry::name))
        .map(entry -> of(entry, reports.get(entry.name()), status))
        .toList();
  }

  private static RosterRow of(ServerEntry entry, @Nullable Report report, ClusterStatus status) {
    return new RosterRow(
        entry.name(),
        entry.role().name(),
        entry.stage().name(),
        entry.reason(),
        entry.successor(),
        entry.incarnation(),
        entry.round(),
        status.view().alive().contains(entry.name()),
        entry.voter(),
        report == null ? null : report.health().verdict().name(),
        report == null ? null : report.health().reason(),
        report == null ? null : report.health().healthy(),
        report == null ? null : report.capacity().sessions(),
        report == null ? null : report.capacity().load(),
        report == null ? null : report.capacity().headroomBytes(),
        report == null ? null : report.addresses().appUrl(),
        status.view().reportAgeMillis().get(entry.name()));
  }
}
