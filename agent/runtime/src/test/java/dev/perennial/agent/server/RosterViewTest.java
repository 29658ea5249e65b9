package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.duplex.SuccessorDesk.Standing;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.Stage;
import dev.perennial.coordinator.transfer.Life;
import org.junit.jupiter.api.Test;

class RosterViewTest {
  private final RosterView view = new RosterView("a");

  @Test
  void beforeItHasJoinedNothingIsKnown() {
    assertThat(view.self()).isEmpty();
    assertThat(view.incarnation()).isZero();
    assertThat(view.life("a")).isEmpty();
    assertThat(view.life("b")).isEmpty();
    assertThat(view.servers()).isEqualTo(1);
    assertThat(view.refusal()).isEqualTo("a is not on the roster");
    assertThat(view.standing(new Life("b", 5), 1)).isEqualTo(Standing.HANDING_OVER);
  }

  @Test
  void aServerInServiceCanBeASuccessor() {
    seen(Stage.IN_SERVICE);

    assertThat(view.incarnation()).isEqualTo(3);
    assertThat(view.life("a")).contains(new Life("a", 3));
    assertThat(view.life("b")).contains(new Life("b", 5));
    assertThat(view.life("c")).isEmpty();
    assertThat(view.servers()).isEqualTo(2);
    assertThat(view.refusal()).isEmpty();
    assertThat(view.standing(new Life("b", 5), 1)).isEqualTo(Standing.IN_SERVICE);
    assertThat(view.standing(new Life("b", 4), 1)).isEqualTo(Standing.GONE);
  }

  @Test
  void oneThatHandsOverCannot() {
    seen(Stage.DUPLEXING);

    assertThat(view.refusal()).isEqualTo("a is DUPLEXING");
  }

  @Test
  void oneThatHasLostItsPlaceStillKnowsTheOthers() {
    seen(Stage.IN_SERVICE);

    view.lostPlace();

    assertThat(view.self()).isEmpty();
    assertThat(view.life("a")).isEmpty();
    assertThat(view.life("b")).contains(new Life("b", 5));
    assertThat(view.refusal()).isEqualTo("a is not on the roster");
  }

  private void seen(Stage stage) {
    Roster roster = Scene.roster(Scene.a(stage, null), Scene.b());
    view.seen(roster.require("a"), roster);
  }
}
