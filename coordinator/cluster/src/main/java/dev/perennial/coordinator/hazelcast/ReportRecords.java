package dev.perennial.coordinator.hazelcast;

import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Report.Addresses;
import dev.perennial.coordinator.roster.Report.Capacity;
import dev.perennial.coordinator.roster.Report.Duplexing;
import dev.perennial.coordinator.roster.Report.Health;
import dev.perennial.coordinator.roster.Report.Identity;
import dev.perennial.coordinator.roster.Report.Restart;
import dev.perennial.coordinator.roster.Report.Wishes;
import dev.perennial.coordinator.roster.Role;

/**
 * A report in Hazelcast's compact format. What an older agent does not say reads as what allows
 * least: observe, unhealthy, no gate. The groups are ours alone: the record is flat.
 */
final class ReportRecords {
  private ReportRecords() {}

  static GenericRecord write(Report report) {
    return Writing.write("perennial.Report", report, ReportRecords::report);
  }

  static Report read(GenericRecord record) {
    return report(new Reading<>(record));
  }

  private static Report report(Form<Report> form) {
    return new Report(
        form.group(Report::identity, ReportRecords::identity),
        form.group(Report::wishes, ReportRecords::wishes),
        form.group(Report::health, ReportRecords::health),
        form.group(Report::restart, ReportRecords::restart),
        form.group(Report::capacity, ReportRecords::capacity),
        form.group(Report::addresses, ReportRecords::addresses),
        form.nested(
            "duplexing", "perennial.Duplexing", Report::duplexing, ReportRecords::duplexing));
  }

  private static Identity identity(Form<Identity> form) {
    return new Identity(
        form.text("name", Identity::name),
        form.int64("incarnation", 0, Identity::incarnation),
        form.int64("epochSeen", 0, Identity::epochSeen),
        form.group(Identity::protocol, RosterRecords::protocol));
  }

  private static Wishes wishes(Form<Wishes> form) {
    return new Wishes(
        form.constant("wantedRole", Role.SPARE, Wishes::wantedRole),
        form.constant("action", Report.Action.OBSERVE, Wishes::action),
        form.constant("order", Report.Order.NONE, Wishes::order));
  }

  private static Health health(Form<Health> form) {
    return new Health(
        form.constant("verdict", Verdict.STABLE, Health::verdict),
        form.text("reason", Health::reason),
        form.float64("secondsToExhaustion", -1, Health::secondsToExhaustion),
        form.float64("uptimeSeconds", 0, Health::uptimeSeconds),
        form.bool("healthy", false, Health::healthy),
        form.bool("warm", false, Health::warm));
  }

  private static Restart restart(Form<Restart> form) {
    return new Restart(
        form.text("obstacle", Restart::obstacle),
        form.text("waits", Restart::waits),
        form.bool("emergency", false, Restart::emergency));
  }

  private static Capacity capacity(Form<Capacity> form) {
    return new Capacity(
        form.bool("gate", false, Capacity::gate),
        form.text("fingerprint", Capacity::fingerprint),
        form.int64("sessions", 0, Capacity::sessions),
        form.int64("stateBytes", 0, Capacity::stateBytes),
        form.int64("headroomBytes", 0, Capacity::headroomBytes),
        form.float64("load", 0, Capacity::load),
        form.float64("requestsPerSecond", 0, Capacity::requestsPerSecond));
  }

  private static Addresses addresses(Form<Addresses> form) {
    return new Addresses(
        form.text("appUrl", Addresses::appUrl),
        form.text("stateAddress", Addresses::stateAddress),
        form.text("httpUrl", Addresses::httpUrl),
        form.texts("serviceUrls", Addresses::serviceUrls));
  }

  /** A state not known here reads as one from which nothing follows. */
  private static Duplexing duplexing(Form<Duplexing> form) {
    return new Duplexing(
        form.int64("round", 0, Duplexing::round),
        form.constant("state", Duplexing.State.COPYING, Duplexing::state),
        (int) form.int64("pass", 0, Duplexing::pass),
        form.int64("sessionsSent", 0, Duplexing::sessionsSent),
        form.int64("sessionsDirty", 0, Duplexing::sessionsDirty),
        form.int64("bytesSent", 0, Duplexing::bytesSent),
        form.text("detail", Duplexing::detail),
        form.text("left", Duplexing::left));
  }
}
