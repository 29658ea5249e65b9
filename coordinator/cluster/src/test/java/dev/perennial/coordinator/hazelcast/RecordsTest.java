package dev.perennial.coordinator.hazelcast;

import static com.hazelcast.nio.serialization.genericrecord.GenericRecordBuilder.compact;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.Extra;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordsTest {
  @Test
  void aRosterComesBackAsItWas() {
    assertThat(RosterRecords.read(RosterRecords.write(Samples.roster(9), Protocol.OURS)))
        .isEqualTo(Samples.roster(9));
  }

  @Test
  void aReportComesBackAsItWas() {
    Report report = Samples.report("a", 2);

    assertThat(ReportRecords.read(ReportRecords.write(report))).isEqualTo(report);
  }

  @Test
  void theSamplesHaveAValueInEachComponentSoThatNoneCanBeForgotten() throws Exception {
    mustDiffer(
        Samples.report("a", 2), ReportRecords.read(compact("perennial.Report").build()), "report");
  }

  private static void mustDiffer(Object sample, @Nullable Object empty, String name)
      throws ReflectiveOperationException {
    if (!(sample instanceof Record) || empty == null) {
      assertThat(sample).as(name).isNotEqualTo(empty);
      return;
    }
    for (RecordComponent component : sample.getClass().getRecordComponents()) {
      mustDiffer(
          component.getAccessor().invoke(sample),
          component.getAccessor().invoke(empty),
          component.getName());
    }
  }

  @Test
  void theRoundThatWasTakenBackIsKept() {
    ServerEntry server =
        new ServerEntry(
            "s", 3, Role.PRIMARY, Stage.DUPLEXING, "t", 4, 2, "", 1, true, 3, Extra.NONE);
    Roster roster =
        new Roster(9, Mode.ACTIVE_ACTIVE, List.of(server), Set.of(), List.of(), "", Extra.NONE);

    assertThat(RosterRecords.read(RosterRecords.write(roster, Protocol.OURS))).isEqualTo(roster);
  }

  @Test
  void whatAnOlderAgentDoesNotSayReadsAsWhatAllowsLeast() {
    Report report =
        ReportRecords.read(compact("perennial.Report").setString("name", "old").build());

    assertThat(report.name()).isEqualTo("old");
    assertThat(report.wishes().action()).isEqualTo(Report.Action.OBSERVE);
    assertThat(report.wishes().order()).isEqualTo(Report.Order.NONE);
    assertThat(report.health().verdict()).isEqualTo(Verdict.STABLE);
    assertThat(report.health().healthy() || report.health().warm() || report.capacity().gate())
        .isFalse();
    assertThat(report.duplexing()).isNull();
  }

  @Test
  void constantsAndKindsNotKnownHereReadAsTheFallback() {
    GenericRecord entry =
        compact("perennial.ServerEntry")
            .setString("name", "s")
            .setString("role", "REFEREE")
            .setString("stage", "LEVITATING")
            .setString("round", "not a number")
            .setFloat64("weight", 1)
            .build();
    GenericRecord record =
        compact("perennial.Roster")
            .setInt64("epoch", 3)
            .setArrayOfGenericRecord("servers", new GenericRecord[] {entry})
            .build();

    Roster roster = RosterRecords.read(record);

    ServerEntry server = roster.require("s");
    assertThat(server.role()).isEqualTo(Role.SPARE);
    assertThat(server.stage()).isEqualTo(Stage.OUT);
    assertThat(server.round()).isZero();
    assertThat(roster.halt()).isEmpty();
  }

  @Test
  void theEpochOfWhatIsNoRosterIsBelowAll() {
    assertThat(RosterRecords.epoch("text")).isEqualTo(-1);
    assertThat(RosterRecords.epoch(RosterRecords.write(Samples.roster(9), Protocol.OURS)))
        .isEqualTo(9);
  }
}
