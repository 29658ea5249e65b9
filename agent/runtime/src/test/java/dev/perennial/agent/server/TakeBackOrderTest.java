package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The last two servers: a has handed over to b, and b is gone. */
class TakeBackOrderTest {
  private final Scene scene = new Scene();
  private final List<String> givenUp = new ArrayList<>();
  private boolean stays;
  private final TakeBackOrder order =
      new TakeBackOrder("a", scene.member, round -> stays, givenUp::add, Scene.CLOCK);

  @Test
  void withoutAClusterThereIsNothingToTakeBack() {
    assertThatThrownBy(order::carryOut)
        .hasMessage("takeBack is refused: this server is in no cluster");
  }

  @Test
  void whatWasHandedOverToALostSuccessorIsServedHereAgain() {
    scene.joined().stage(Stage.RETIRED, "b");
    scene.store.alive = Set.of("a");

    order.carryOut();

    assertThat(scene.store.roster.require("a").stage()).isEqualTo(Stage.IN_SERVICE);
    assertThat(scene.store.roster.require("a").reason())
        .contains("an operator says that b is lost");
    assertThat(givenUp).containsExactly("b");
    assertThat(scene.calls).containsExactly("turn");
  }

  @Test
  void soIsItWhereTheRestartWasGivenUp() {
    scene.joined().stage(Stage.REJUVENATING, "b");
    scene.store.alive = Set.of("a");
    assertThatThrownBy(order::carryOut)
        .hasMessageStartingWith("takeBack is refused: a is REJUVENATING");
    stays = true;

    order.carryOut();

    assertThat(scene.store.roster.require("a").stage()).isEqualTo(Stage.IN_SERVICE);
    assertThat(scene.store.roster.require("a").tookBack(7)).isTrue();
  }

  @Test
  void aSuccessorThatLivesKeepsWhatItTook() {
    scene.joined().stage(Stage.RETIRED, "b");

    assertThatThrownBy(order::carryOut)
        .hasMessageStartingWith("takeBack is refused: its successor b is a member");
    assertThat(givenUp).isEmpty();
    assertThat(scene.calls).isEmpty();
  }

  @Test
  void aRosterThatHasChangedMeanwhileIsToldOf() {
    scene.joined().stage(Stage.RETIRED, "b");
    scene.store.alive = Set.of("a");
    Roster before = scene.store.roster;
    scene.store.refuses = true;

    assertThatThrownBy(order::carryOut).hasMessageStartingWith("takeBack is not done");
    assertThat(scene.store.roster).isEqualTo(before);
    assertThat(givenUp).isEmpty();
  }
}
