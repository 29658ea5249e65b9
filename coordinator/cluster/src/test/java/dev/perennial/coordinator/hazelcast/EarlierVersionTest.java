package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.internal.serialization.InternalSerializationService;
import com.hazelcast.internal.serialization.impl.DefaultSerializationServiceBuilder;
import com.hazelcast.internal.serialization.impl.HeapData;
import com.hazelcast.internal.serialization.impl.compact.Schema;
import com.hazelcast.internal.serialization.impl.compact.SchemaService;
import com.hazelcast.nio.serialization.FieldKind;
import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Records as agents of protocol 1 wrote them: {@code Samples.roster(9)} and {@code
 * Samples.report("a", 2)}, recorded at commit 373a854 by {@code toDataWithSchema}.
 */
class EarlierVersionTest {
  private final InternalSerializationService serialization =
      new DefaultSerializationServiceBuilder().setSchemaService(new Schemas()).build();

  @Test
  void aRosterOfProtocol1IsReadAsItWasMeant() throws IOException {
    GenericRecord stored = recorded("roster-protocol-1.compact");

    assertThat(RosterRecords.protocol(stored)).isEqualTo(Protocol.UNSAID);
    assertThat(RosterRecords.read(stored)).isEqualTo(Samples.roster(9));
  }

  @Test
  void aReportOfProtocol1IsReadAsItWasMeant() throws IOException {
    Report now = Samples.report("a", 2);
    Report.Identity identity = new Report.Identity("a", 2, 17, Protocol.UNSAID);
    Report.Addresses addresses =
        new Report.Addresses(
            now.addresses().appUrl(), now.addresses().stateAddress(), now.addresses().httpUrl());

    Report.Duplexing duplexing =
        new Report.Duplexing(4, Report.Duplexing.State.IN_SYNC, 3, 1000, 12, 1L << 33, "3 rounds");

    assertThat(ReportRecords.read(recorded("report-protocol-1.compact")))
        .isEqualTo(
            new Report(
                identity,
                now.wishes(),
                now.health(),
                now.restart(),
                now.capacity(),
                addresses,
                duplexing));
  }

  /** So an agent of protocol 1 reads of this one what it reads of its own kind. */
  @Test
  void allThatProtocol1WroteIsStillWritten() throws IOException {
    mustHold(
        recorded("roster-protocol-1.compact"),
        stored(RosterRecords.write(Samples.roster(9), Protocol.OURS)));
    mustHold(
        recorded("report-protocol-1.compact"), stored(ReportRecords.write(Samples.report("a", 2))));
  }

  @Test
  void theNamesThatMembersShareAreThoseOfProtocol1() {
    assertThat(MemberConfig.ROSTER_MAP).isEqualTo("perennial.roster");
    assertThat(MemberConfig.REPORT_MAP).isEqualTo("perennial.reports");
    assertThat(MemberConfig.SERVER).isEqualTo("perennial.server");
    assertThat(MemberConfig.STANDALONE).isEqualTo("perennial.standalone");
    assertThat(HighestEpochMergePolicy.class.getName())
        .isEqualTo("dev.perennial.coordinator.hazelcast.HighestEpochMergePolicy");
  }

  private static void mustHold(GenericRecord before, GenericRecord now) {
    for (String name : before.getFieldNames()) {
      FieldKind kind = before.getFieldKind(name);
      assertThat(now.getFieldKind(name)).as(name).isEqualTo(kind);
      if (kind == FieldKind.ARRAY_OF_COMPACT) {
        GenericRecord[] items = before.getArrayOfGenericRecord(name);
        assertThat(items).isNotEmpty();
        for (int i = 0; i < items.length; i++) {
          mustHold(items[i], now.getArrayOfGenericRecord(name)[i]);
        }
      } else if (kind == FieldKind.COMPACT) {
        mustHold(before.getGenericRecord(name), now.getGenericRecord(name));
      } else {
        assertThat(UnknownField.of(now, name)).as(name).isEqualTo(UnknownField.of(before, name));
      }
    }
  }

  private GenericRecord recorded(String file) throws IOException {
    try (InputStream in = EarlierVersionTest.class.getResourceAsStream(file)) {
      return serialization.toObject(new HeapData(in.readAllBytes()));
    }
  }

  private GenericRecord stored(GenericRecord record) {
    return serialization.toObject(serialization.toDataWithSchema(record));
  }

  private static final class Schemas implements SchemaService {
    private final Map<Long, Schema> known = new HashMap<>();

    @Override
    public Schema get(long id) {
      return known.get(id);
    }

    @Override
    public void put(Schema schema) {
      known.put(schema.getSchemaId(), schema);
    }

    @Override
    public void putLocal(Schema schema) {
      put(schema);
    }
  }
}
