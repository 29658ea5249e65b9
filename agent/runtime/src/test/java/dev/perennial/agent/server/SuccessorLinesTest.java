package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.PlanPolicy;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SuccessorLinesTest {
  @Test
  void withoutARosterThereIsNoSuccessor() {
    assertThat(SuccessorLines.of(Optional.empty(), PlanPolicy.defaults(), "s1"))
        .singleElement()
        .asString()
        .contains("no successor");
  }

  @Test
  void whoeverCannotTakeTheirPlaceIsNamedWithTheReason() {
    Roster roster =
        Roster.empty(Mode.ACTIVE_STANDBY)
            .with(
                new ServerEntry("s1", 1, Role.PRIMARY, Stage.IN_SERVICE, null, 0, 0, "", 0, true));
    ClusterView view = new ClusterView(roster, Map.of(), Map.of(), Set.of("s1"), 0);

    assertThat(SuccessorLines.of(Optional.of(view), PlanPolicy.defaults(), "s1"))
        .singleElement()
        .asString()
        .contains("no successor: nobody can take the place of s1");
  }

  @Test
  void aSuccessorWithoutRoomForAllIsNamedAsSuch() {
    Roster roster =
        Roster.empty(Mode.ACTIVE_STANDBY)
            .with(entry("s1", Role.PRIMARY))
            .with(entry("s2", Role.SPARE));
    Map<String, Report> reports =
        Map.of("s1", report("s1", Verdict.CRITICAL, 100), "s2", report("s2", Verdict.STABLE, 140));
    ClusterView view =
        new ClusterView(roster, reports, Map.of("s1", 1L, "s2", 1L), Set.of("s1", "s2"), 0);

    assertThat(SuccessorLines.of(Optional.of(view), PlanPolicy.defaults(), "s1"))
        .containsExactly(
            "successor: s2, which has no room for all sessions: those used last would move");
  }

  private static ServerEntry entry(String name, Role role) {
    return new ServerEntry(name, 1, role, Stage.IN_SERVICE, null, 0, 0, "", 0, true);
  }

  private static Report report(String name, Verdict verdict, long headroomBytes) {
    return new Report(
        new Report.Identity(name, 1, 1, Protocol.OURS),
        new Report.Wishes(Role.SPARE, Report.Action.AUTOMATIC, Report.Order.NONE),
        new Report.Health(verdict, "", -1, 100, true, true),
        new Report.Restart("", "", false),
        new Report.Capacity(true, "shop", 10, 100, headroomBytes, 0, 0),
        new Report.Addresses("", "127.0.0.1:1", ""),
        null);
  }
}
