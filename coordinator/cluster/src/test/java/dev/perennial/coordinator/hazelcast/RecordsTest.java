package dev.perennial.coordinator.hazelcast;

import static com.hazelcast.nio.serialization.genericrecord.GenericRecordBuilder.compact;
import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.nio.serialization.genericrecord.GenericRecord;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.lang.reflect.RecordComponent;
import org.junit.jupiter.api.Test;

class RecordsTest {
  @Test
  void aRosterComesBackAsItWas() {
    assertThat(RosterRecords.read(RosterRecords.write(Samples.roster(9))))
        .isEqualTo(Samples.roster(9));
  }

  @Test
  void aReportComesBackAsItWas() {
    Report report = Samples.report("a", 2);

    assertThat(ReportRecords.read(ReportRecords.write(report))).isEqualTo(report);
  }

  @Test
  void theSamplesHaveAValueInEachComponentSoThatNoneCanBeForgotten() throws Exception {
    Report empty = ReportRecords.read(compact("perennial.Report").build());
    for (RecordComponent component : Report.class.getRecordComponents()) {
      assertThat(component.getAccessor().invoke(Samples.report("a", 2)))
          .as(component.getName())
          .isNotEqualTo(component.getAccessor().invoke(empty));
    }
  }

  @Test
  void whatAnOlderAgentDoesNotSayReadsAsWhatAllowsLeast() {
    Report report =
        ReportRecords.read(compact("perennial.Report").setString("name", "old").build());

    assertThat(report.name()).isEqualTo("old");
    assertThat(report.action()).isEqualTo(Report.Action.OBSERVE);
    assertThat(report.order()).isEqualTo(Report.Order.NONE);
    assertThat(report.verdict()).isEqualTo(Verdict.STABLE);
    assertThat(report.healthy() || report.warm() || report.gate()).isFalse();
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
    assertThat(RosterRecords.epoch(RosterRecords.write(Samples.roster(9)))).isEqualTo(9);
  }
}
