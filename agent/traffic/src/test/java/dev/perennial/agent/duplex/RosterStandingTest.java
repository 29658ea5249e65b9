package dev.perennial.agent.duplex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.duplex.SuccessorDesk.Standing;
import dev.perennial.coordinator.roster.Extra;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import dev.perennial.coordinator.transfer.Life;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RosterStandingTest {
  private static final Life LIFE = new Life("A", 5);

  @ParameterizedTest(name = "life {0}, {1}, round {2}, {3} failures: {4}")
  @CsvSource({
    "5, DUPLEXING,    3, 0, HANDING_OVER",
    "5, SWITCHING,    3, 0, HANDING_OVER",
    "5, RETIRED,      3, 0, HANDING_OVER",
    "5, REJUVENATING, 3, 0, HANDING_OVER",
    "5, IN_SERVICE,   3, 0, IN_SERVICE",
    "5, IN_SERVICE,   3, 1, TOOK_BACK",
    "5, DUPLEXING,    4, 0, IN_SERVICE",
    "5, OUT,          3, 0, LOST",
    "6, JOINING,      3, 0, GONE",
    "6, IN_SERVICE,   3, 1, GONE",
  })
  void tellsWhatHasBecomeOfALife(
      long incarnation, Stage stage, long round, int failures, Standing expected) {
    ServerEntry entry =
        new ServerEntry("A", incarnation, Role.PRIMARY, stage, null, round, failures, "", 0, true);
    Roster roster = new Roster(9, Mode.ACTIVE_STANDBY, List.of(entry), Set.of(), List.of(), "");

    assertThat(RosterStanding.of(Optional.of(roster), LIFE, 3)).isEqualTo(expected);
  }

  /** Whoever stood still while it was taken back may find that server anywhere. */
  @ParameterizedTest(name = "life {0}, {1}, round {2}, round {3} was taken back: {4}")
  @CsvSource({
    "5, IN_SERVICE,   3, 3, TOOK_BACK",
    "5, DUPLEXING,    4, 3, TOOK_BACK",
    "5, SWITCHING,    4, 3, TOOK_BACK",
    "5, IN_SERVICE,   5, 4, TOOK_BACK",
    "6, IN_SERVICE,   4, 3, TOOK_BACK",
    "5, OUT,          3, 3, TOOK_BACK",
    "5, DUPLEXING,    4, 2, IN_SERVICE",
    "5, IN_SERVICE,   4, 2, IN_SERVICE",
    "6, IN_SERVICE,   4, 2, GONE",
    "5, RETIRED,      3, 2, HANDING_OVER",
  })
  void whatWasTakenBackStaysSo(
      long incarnation, Stage stage, long round, long takenBack, Standing expected) {
    ServerEntry entry =
        new ServerEntry(
            "A",
            incarnation,
            Role.PRIMARY,
            stage,
            null,
            round,
            0,
            "",
            0,
            true,
            takenBack,
            Extra.NONE);
    Roster roster = new Roster(9, Mode.ACTIVE_STANDBY, List.of(entry), Set.of(), List.of(), "");

    assertThat(RosterStanding.of(Optional.of(roster), LIFE, 3)).isEqualTo(expected);
  }

  @Test
  void aServerThatLeftIsGoneAndOneOfWhichNothingIsKnownMayComeBack() {
    assertThat(RosterStanding.of(Optional.of(Roster.empty(Mode.ACTIVE_ACTIVE)), LIFE, 3))
        .isEqualTo(Standing.GONE);
    assertThat(RosterStanding.of(Optional.empty(), LIFE, 3)).isEqualTo(Standing.HANDING_OVER);
  }
}
