package dev.perennial.coordinator.hazelcast;

import static com.hazelcast.nio.serialization.genericrecord.GenericRecordBuilder.compact;

import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Report.Duplexing;
import dev.perennial.coordinator.roster.Role;
import org.jspecify.annotations.Nullable;

/** A report in Hazelcast's compact format; unknown and missing fields are tolerated. */
final class ReportRecords {
  private ReportRecords() {}

  static GenericRecord write(Report report) {
    return compact("perennial.Report")
        .setString("name", report.name())
        .setInt64("incarnation", report.incarnation())
        .setInt64("epochSeen", report.epochSeen())
        .setString("wantedRole", report.wantedRole().name())
        .setString("action", report.action().name())
        .setString("order", report.order().name())
        .setString("verdict", report.verdict().name())
        .setString("reason", report.reason())
        .setFloat64("secondsToExhaustion", report.secondsToExhaustion())
        .setFloat64("uptimeSeconds", report.uptimeSeconds())
        .setBoolean("healthy", report.healthy())
        .setBoolean("warm", report.warm())
        .setBoolean("gate", report.gate())
        .setString("obstacle", report.obstacle())
        .setString("waits", report.waits())
        .setBoolean("emergency", report.emergency())
        .setString("appUrl", report.appUrl())
        .setString("stateAddress", report.stateAddress())
        .setString("httpUrl", report.httpUrl())
        .setString("fingerprint", report.fingerprint())
        .setInt64("sessions", report.sessions())
        .setInt64("stateBytes", report.stateBytes())
        .setInt64("headroomBytes", report.headroomBytes())
        .setFloat64("load", report.load())
        .setFloat64("requestsPerSecond", report.requestsPerSecond())
        .setGenericRecord("duplexing", write(report.duplexing()))
        .build();
  }

  /** What an older agent does not say reads as what allows least: observe, unhealthy, no gate. */
  static Report read(GenericRecord record) {
    Fields fields = new Fields(record);
    return new Report(
        fields.string("name"),
        fields.int64("incarnation", 0),
        fields.int64("epochSeen", 0),
        fields.constant("wantedRole", Role.SPARE),
        fields.constant("action", Report.Action.OBSERVE),
        fields.constant("order", Report.Order.NONE),
        fields.constant("verdict", Verdict.STABLE),
        fields.string("reason"),
        fields.float64("secondsToExhaustion", -1),
        fields.float64("uptimeSeconds", 0),
        fields.bool("healthy", false),
        fields.bool("warm", false),
        fields.bool("gate", false),
        fields.string("obstacle"),
        fields.string("waits"),
        fields.bool("emergency", false),
        fields.string("appUrl"),
        fields.string("stateAddress"),
        fields.string("httpUrl"),
        fields.string("fingerprint"),
        fields.int64("sessions", 0),
        fields.int64("stateBytes", 0),
        fields.int64("headroomBytes", 0),
        fields.float64("load", 0),
        fields.float64("requestsPerSecond", 0),
        readDuplexing(fields.nested("duplexing")));
  }

  private static @Nullable GenericRecord write(@Nullable Duplexing duplexing) {
    return duplexing == null
        ? null
        : compact("perennial.Duplexing")
            .setInt64("round", duplexing.round())
            .setString("state", duplexing.state().name())
            .setInt64("pass", duplexing.pass())
            .setInt64("sessionsSent", duplexing.sessionsSent())
            .setInt64("sessionsDirty", duplexing.sessionsDirty())
            .setInt64("bytesSent", duplexing.bytesSent())
            .setString("detail", duplexing.detail())
            .build();
  }

  /** A state not known here reads as one from which nothing follows. */
  private static @Nullable Duplexing readDuplexing(@Nullable Fields fields) {
    return fields == null
        ? null
        : new Duplexing(
            fields.int64("round", 0),
            fields.constant("state", Duplexing.State.COPYING),
            (int) fields.int64("pass", 0),
            fields.int64("sessionsSent", 0),
            fields.int64("sessionsDirty", 0),
            fields.int64("bytesSent", 0),
            fields.string("detail"));
  }
}
