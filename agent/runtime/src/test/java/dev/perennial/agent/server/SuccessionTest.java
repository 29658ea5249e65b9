package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.guard.Standing;
import dev.perennial.coordinator.roster.PlanPolicy;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuccessionTest {
  private final Scene scene = new Scene();
  private boolean hasContainer = true;
  private boolean restarting;
  private final Succession succession =
      new Succession(
          scene.view, scene.member, PlanPolicy.defaults(), () -> hasContainer, () -> restarting);

  @Test
  void withoutAClusterAServerIsAlone() {
    assertThat(succession.standing()).isEqualTo(Standing.ALONE);
    assertThat(succession.obstacle()).isEqualTo("the roster is not known");
  }

  @ParameterizedTest
  @CsvSource({
    "JOINING, ALONE",
    "IN_SERVICE, SUCCESSOR_AT_HAND",
    "DUPLEXING, DUPLEXING",
    "SWITCHING, SWITCHING_OR_LATER",
    "RETIRED, SWITCHING_OR_LATER",
    "REJUVENATING, SWITCHING_OR_LATER",
    "RETURNING, ALONE",
    "OUT, ALONE",
  })
  void theStageTells(Stage stage, Standing standing) {
    scene.joined().stage(stage, stage.isRejuvenation() ? "b" : null);

    assertThat(succession.standing()).isEqualTo(standing);
  }

  @Test
  void nobodyIsAtHandForAServerWhoseSpareIsGone() {
    scene.joined().stage(Stage.IN_SERVICE, null);
    scene.store.alive = Set.of("a");

    assertThat(succession.obstacle()).contains("b is no member");
    assertThat(succession.standing()).isEqualTo(Standing.ALONE);
  }

  @Test
  void whereThereIsNothingToHandOverNobodyNeedBeAtHand() {
    scene.joined().stage(Stage.IN_SERVICE, null);
    hasContainer = false;

    assertThat(succession.standing()).isEqualTo(Standing.ALONE);
  }

  @Test
  void aSpareNeedsNobody() {
    scene.joined();
    ServerEntry spare =
        new ServerEntry("a", 3, Role.SPARE, Stage.IN_SERVICE, null, 7, 0, "test", 1, true);
    scene.view.seen(spare, Scene.roster(spare, Scene.b()));

    assertThat(succession.standing()).isEqualTo(Standing.ALONE);
  }

  @Test
  void aLostClusterDoesNothingForAServer() {
    scene.joined().stage(Stage.DUPLEXING, "b");
    scene.lost = true;

    assertThat(succession.standing()).isEqualTo(Standing.ALONE);
  }

  @Test
  void aRestartThatWasOrderedComesFirst() {
    restarting = true;

    assertThat(succession.standing()).isEqualTo(Standing.SWITCHING_OR_LATER);
  }
}
