package dev.perennial.coordinator.hazelcast;

import static com.hazelcast.nio.serialization.genericrecord.GenericRecordBuilder.compact;

import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.Set;

/**
 * The roster in Hazelcast's compact format. It goes through generic records, not through
 * serializers of our classes: a record that is read and written back keeps every byte, also the
 * fields of a newer version, and compare-and-set compares those bytes.
 */
final class RosterRecords {
  private RosterRecords() {}

  static GenericRecord write(Roster roster) {
    return compact("perennial.Roster")
        .setInt64("epoch", roster.epoch())
        .setString("mode", roster.mode().name())
        .setArrayOfGenericRecord(
            "servers",
            roster.servers().stream().map(RosterRecords::write).toArray(GenericRecord[]::new))
        .setArrayOfString(
            "coordinators", roster.coordinators().stream().sorted().toArray(String[]::new))
        .setArrayOfInt64(
            "restarts", roster.restarts().stream().mapToLong(Long::longValue).toArray())
        .setString("halt", roster.halt())
        .build();
  }

  static Roster read(GenericRecord record) {
    Fields fields = new Fields(record);
    return new Roster(
        fields.int64("epoch", 0),
        fields.constant("mode", Mode.ACTIVE_STANDBY),
        fields.list("servers").stream().map(RosterRecords::readServer).toList(),
        Set.copyOf(fields.strings("coordinators")),
        fields.int64s("restarts"),
        fields.string("halt"));
  }

  /** Returns the epoch of a stored roster, -1 if the value is none. */
  static long epoch(Object stored) {
    return stored instanceof GenericRecord record ? new Fields(record).int64("epoch", -1) : -1;
  }

  private static GenericRecord write(ServerEntry server) {
    return compact("perennial.ServerEntry")
        .setString("name", server.name())
        .setInt64("incarnation", server.incarnation())
        .setString("role", server.role().name())
        .setString("stage", server.stage().name())
        .setString("successor", server.successor())
        .setInt64("round", server.round())
        .setInt64("failures", server.failures())
        .setString("reason", server.reason())
        .setInt64("sinceMillis", server.sinceMillis())
        .setBoolean("voter", server.voter())
        .build();
  }

  /** A role or stage not known here reads as the one that takes no traffic. */
  private static ServerEntry readServer(Fields fields) {
    return new ServerEntry(
        fields.string("name"),
        fields.int64("incarnation", 0),
        fields.constant("role", Role.SPARE),
        fields.constant("stage", Stage.OUT),
        fields.nullableString("successor"),
        fields.int64("round", 0),
        (int) fields.int64("failures", 0),
        fields.string("reason"),
        fields.int64("sinceMillis", 0),
        fields.bool("voter", true));
  }
}
