package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.PlanPolicy;
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
}
