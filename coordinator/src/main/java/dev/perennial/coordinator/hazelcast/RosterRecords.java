package dev.perennial.coordinator.hazelcast;

import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.Set;
import java.util.TreeSet;

/**
 * The roster in Hazelcast's compact format. It goes through generic records, not through
 * serializers of our classes: a record that is read and written back keeps every byte, also the
 * fields of a newer version, and compare-and-set compares those bytes.
 */
final class RosterRecords {
  private RosterRecords() {}

  static GenericRecord write(Roster roster) {
    return Writing.write("perennial.Roster", roster, RosterRecords::roster);
  }

  static Roster read(GenericRecord record) {
    return roster(new Reading<>(record));
  }

  /** Returns the epoch of a stored roster, -1 if the value is none. */
  static long epoch(Object stored) {
    return stored instanceof GenericRecord record ? Reading.int64(record, "epoch", -1) : -1;
  }

  private static Roster roster(Form<Roster> form) {
    return new Roster(
        form.int64("epoch", 0, Roster::epoch),
        form.constant("mode", Mode.ACTIVE_STANDBY, Roster::mode),
        form.list("servers", "perennial.ServerEntry", Roster::servers, RosterRecords::server),
        Set.copyOf(form.texts("coordinators", r -> new TreeSet<>(r.coordinators()))),
        form.int64s("restarts", Roster::restarts),
        form.text("halt", Roster::halt));
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
        form.bool("voter", true, ServerEntry::voter));
  }
}
