package dev.perennial.coordinator.hazelcast;

import static com.hazelcast.nio.serialization.genericrecord.GenericRecordBuilder.compact;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.perennial.coordinator.roster.Extra;
import dev.perennial.coordinator.roster.Joining;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rosters with fields that this version does not know. */
class NewerVersionTest {
  @Test
  void unknownFieldsOfTheRosterAndItsServersOutliveAChangeHere() {
    Roster read = RosterRecords.read(newer(3));
    Roster next =
        read.change("s", e -> e.to(Stage.OUT, "is no member any more", 5)).without("nobody");

    GenericRecord written = RosterRecords.write(next, Protocol.OURS);

    assertThat(written.getInt64("epoch")).isEqualTo(5);
    assertThat(written.getString("colour")).isEqualTo("green");
    assertThat(written.getInt64("weight")).isEqualTo(7);
    assertThat(written.getFloat64("part")).isEqualTo(0.25);
    assertThat(written.getBoolean("frozen")).isTrue();
    assertThat(written.getArrayOfString("tags")).containsExactly("x", null, "y");
    assertThat(written.getArrayOfInt64("marks")).containsExactly(1, 2, 3);
    assertThat(written.getGenericRecord("lamp").getString("kind")).isEqualTo("red");
    assertThat(written.getArrayOfGenericRecord("lamps")[0].getString("kind")).isEqualTo("blue");
    assertThat(written.getString("nothing")).isNull();
    assertThat(written.getArrayOfInt64("no marks")).isNull();
    GenericRecord server = written.getArrayOfGenericRecord("servers")[0];
    assertThat(server.getString("stage")).isEqualTo("OUT");
    assertThat(server.getString("zone")).isEqualTo("east");
    assertThat(RosterRecords.read(written)).isEqualTo(next);
  }

  /** What it says of itself is replaced: the record is this version's now. */
  @Test
  void theProtocolIsThatOfTheLastWriter() {
    GenericRecord stored = newer(3);
    assertThat(RosterRecords.protocol(stored)).isEqualTo(new Protocol(1, 5));

    GenericRecord written = RosterRecords.write(RosterRecords.read(stored), Protocol.OURS);

    assertThat(RosterRecords.protocol(written)).isEqualTo(Protocol.OURS);
  }

  /** The records of an array must have the same fields, or Hazelcast refuses to write it. */
  @Test
  void aServerThatJoinsHereHasNothingInTheUnknownFields() {
    Roster read = RosterRecords.read(newer(3));
    Joining.Outcome outcome = Joining.join(read, "b", Role.SPARE, Set.of("s"), 1, 0);
    Roster joined = ((Joining.Outcome.Joined) outcome).next();

    GenericRecord[] servers =
        RosterRecords.write(joined, Protocol.OURS).getArrayOfGenericRecord("servers");

    assertThat(servers[0].getString("name")).isEqualTo("b");
    assertThat(servers[0].getString("zone")).isNull();
    assertThat(servers[0].getInt64("priority")).isZero();
    assertThat(servers[1].getInt64("priority")).isEqualTo(4);
    assertThat(servers[0].getFieldNames()).isEqualTo(servers[1].getFieldNames());
  }

  @Test
  void anotherLifeOfAServerKeepsThem() {
    Roster read = RosterRecords.read(newer(3));
    Joining.Outcome outcome = Joining.join(read, "s", Role.SPARE, Set.of(), 1, 0);

    ServerEntry again = ((Joining.Outcome.Joined) outcome).self();

    assertThat(again.incarnation()).isEqualTo(1);
    assertThat(again.extra()).isEqualTo(read.require("s").extra()).isNotEqualTo(Extra.NONE);
  }

  @Test
  void whatIsKnownIsNoExtra() {
    Roster read = RosterRecords.read(RosterRecords.write(Samples.roster(9), Protocol.OURS));

    assertThat(read.extra()).isSameAs(Extra.NONE);
    assertThat(read.servers()).allMatch(s -> s.extra() == Extra.NONE);
  }

  static GenericRecord newer(long epoch) {
    GenericRecord server =
        compact("perennial.ServerEntry")
            .setString("name", "s")
            .setString("role", "PRIMARY")
            .setString("stage", "IN_SERVICE")
            .setBoolean("voter", true)
            .setString("zone", "east")
            .setInt64("priority", 4)
            .build();
    return compact("perennial.Roster")
        .setInt64("protocol", 5)
        .setInt64("oldestProtocol", 1)
        .setInt64("epoch", epoch)
        .setString("mode", "ACTIVE_STANDBY")
        .setArrayOfGenericRecord("servers", new GenericRecord[] {server})
        .setString("colour", "green")
        .setInt64("weight", 7)
        .setFloat64("part", 0.25)
        .setBoolean("frozen", true)
        .setArrayOfString("tags", new String[] {"x", null, "y"})
        .setArrayOfInt64("marks", new long[] {1, 2, 3})
        .setGenericRecord("lamp", lamp("red"))
        .setArrayOfGenericRecord("lamps", new GenericRecord[] {lamp("blue")})
        .setString("nothing", null)
        .setArrayOfInt64("no marks", null)
        .build();
  }

  private static GenericRecord lamp(String kind) {
    return compact("test.Lamp").setString("kind", kind).build();
  }
}
