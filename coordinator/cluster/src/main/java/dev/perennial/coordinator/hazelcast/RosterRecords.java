package dev.perennial.coordinator.hazelcast;

import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.Set;
import java.util.TreeSet;

/**
 * The roster in Hazelcast's compact format. It goes through generic records, not through
 * serializers of our classes: compare-and-set compares stored bytes, those of a newer version's
 * fields too, and what is not known here is written back as it was read.
 */
final class RosterRecords {
  private RosterRecords() {}

  /**
   * Returns the record of a roster.
   *
   * @param writer the protocol of who writes it
   */
  static GenericRecord write(Roster roster, Protocol writer) {
    return Writing.write("perennial.Roster", roster, form -> roster(form, writer));
  }

  static Roster read(GenericRecord record) {
    return roster(new Reading<>(record), Protocol.UNSAID);
  }

  /** Returns the protocol of who has written a stored roster last. */
  static Protocol protocol(GenericRecord record) {
    return protocol(new Reading<>(record));
  }

  static Protocol protocol(Form<Protocol> form) {
    return Protocol.said(
        form.int64("oldestProtocol", 1, Protocol::oldest),
        form.int64("protocol", 1, Protocol::newest));
  }

  /** Returns the epoch of a stored roster, -1 if the value is none. */
  static long epoch(Object stored) {
    return stored instanceof GenericRecord record
        ? new Reading<Roster>(record).int64("epoch", -1, Roster::epoch)
        : -1;
  }

  private static Roster roster(Form<Roster> form, Protocol writer) {
    Protocol unused = form.group(roster -> writer, RosterRecords::protocol);
    return new Roster(
        form.int64("epoch", 0, Roster::epoch),
        form.constant("mode", Mode.ACTIVE_STANDBY, Roster::mode),
        form.list("servers", "perennial.ServerEntry", Roster::servers, RosterRecords::server),
        Set.copyOf(form.texts("coordinators", r -> new TreeSet<>(r.coordinators()))),
        form.int64s("restarts", Roster::restarts),
        form.text("halt", Roster::halt),
        form.extra(Roster::extra));
  }

  /** A role or stage not known here reads as the one that takes no traffic. */
  private static ServerEntry server(Form<ServerEntry> form) {
    return new ServerEntry(
        form.text("name", ServerEntry::name),
        form.int64("incarnation", 0, ServerEntry::incarnation),
        form.constant("role", Role.SPARE, ServerEntry::role),
        form.constant("stage", Stage.OUT, ServerEntry::stage),
        form.textOrNull("successor", ServerEntry::successor),
        form.int64("round", 0, ServerEntry::round),
        (int) form.int64("failures", 0, ServerEntry::failures),
        form.text("reason", ServerEntry::reason),
        form.int64("sinceMillis", 0, ServerEntry::sinceMillis),
        form.bool("voter", true, ServerEntry::voter),
        form.int64("takenBack", 0, ServerEntry::takenBack),
        form.extra(ServerEntry::extra));
  }
}
