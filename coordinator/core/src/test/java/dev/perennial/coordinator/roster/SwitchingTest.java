package dev.perennial.coordinator.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SwitchingTest {
  @ParameterizedTest(name = "{0}, {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a P SWITCHING>c,c P             | done     | a RETIRED>c
          a P SWITCHING>c,c P             | reverted | a IN_SERVICE failures=1, c S
          active: a P SWITCHING>c,c P     | reverted | a IN_SERVICE failures=1
          a P SWITCHING>c,c P             | taken    | a IN_SERVICE failures=1, c S
          a P RETIRED>c novote,c P        | taken    | a IN_SERVICE vote failures=1, c S
          a P RETIRED>c novote,b P        | taken    | a IN_SERVICE vote failures=1
          a P RETIRED>c,c P               | taken    | a IN_SERVICE failures=1, c S
          a P REJUVENATING>c,c P          | taken    | a IN_SERVICE failures=1, c S
          a P REJUVENATING>c,c P          | departed | a novote
          a S REJUVENATING novote,c P     | departed | nothing
          a P REJUVENATING>c,c P          | withdrawn | a RETIRED>c
          a P,c S                         | left     | a OUT novote
          a P,c S                         | heir     | a OUT S novote, c P
          active: a P,c P                 | heir     | a OUT novote
          a P DUPLEXING>c,c S             | left     | a OUT novote
          a P RETIRED>c novote,c P        | left     | a OUT S
          a P REJUVENATING>c novote,c P   | left     | a OUT S
          a P REJUVENATING>c novote,c P   | stayed   | a IN_SERVICE S vote failures=1
          active: a P REJUVENATING>c novote,c P | stayed | a IN_SERVICE vote failures=1
          a S REJUVENATING novote,c P     | stayed   | a IN_SERVICE vote failures=1
          a P REJUVENATING>c novote,c P   | unable   | a OUT>c
          a P,c S                         | forgotten | a removed
          """)
  void eachMoveIsOneChange(String scene, String move, String expected) {
    Roster before = Scene.view(scene).roster();

    Roster after = move(move).apply(before);

    Decision change = new Decision.Change(after, "test");
    assertThat(Scene.render(before, List.of(change))).isEqualTo(expected);
    assertThat(after.epoch()).isEqualTo(8);
  }

  @ParameterizedTest(name = "{0} cannot be handed over, reverted or taken back")
  @EnumSource(
      value = Stage.class,
      names = {"SWITCHING", "RETIRED"},
      mode = EnumSource.Mode.EXCLUDE)
  void otherStagesAllowNone(Stage stage) {
    Roster roster = Scene.view("a P " + stage + ">c novote,c P").roster();
    long round = roster.require("a").round();

    assertThatThrownBy(() -> Switching.reverted(roster, "a", round, "why", 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(stage.toString());
    assertThatThrownBy(() -> Switching.takenBack(roster, "a", "why", 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(stage.toString());
    assertThatThrownBy(() -> Switching.done(roster, "a", round, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(stage.toString());
  }

  @Test
  void aMoveOfAnOlderRoundIsRefused() {
    Roster roster = Scene.view("a P SWITCHING>c,c P").roster();

    assertThatThrownBy(() -> Switching.done(roster, "a", 0, 1))
        .hasMessage("server (a) is in round 1, not in 0");
    assertThatThrownBy(() -> Switching.reverted(roster, "a", 2, "why", 1))
        .hasMessage("server (a) is in round 1, not in 2");
  }

  @Test
  void aServerKnowsWhetherItTookBackOrMerelyReturned() {
    Roster retired = Scene.view("a P RETIRED>c novote,c P").roster();
    Roster returning = Scene.view("a P RETURNING>c,b P,c P").roster();

    assertThat(Switching.takenBack(retired, "a", "lost", 1).require("a").tookBack(1)).isTrue();
    Decision.Change returned =
        (Decision.Change)
            Plan.plan(Scene.view("a P RETURNING>c,b P,c P"), PlanPolicy.defaults()).get(0);
    Roster restarting = Scene.view("a P REJUVENATING>c novote,c P").roster();
    assertThat(Switching.stayed(restarting, "a", 1, "no java", true, 1).require("a").tookBack(1))
        .isFalse();
    assertThat(returning.require("a").tookBack(1)).isFalse();
    assertThat(returned.next().require("a").tookBack(1)).isFalse();
  }

  @Test
  void whatWasTakenBackIsKnownWhateverComesAfter() {
    Roster back = Switching.takenBack(Scene.view("a P RETIRED>c,b P,c P").roster(), "a", "lost", 1);
    Roster next = Switching.duplex(back, "a", "b", "again", 2);
    Roster kept = Switching.replaced(back, next.require("a").to(Stage.OUT, "gone", 3), "back", 4);

    assertThat(next.require("a").round()).isEqualTo(2);
    assertThat(next.require("a").tookBack(1)).isTrue();
    assertThat(next.require("a").tookBack(2)).isFalse();
    assertThat(kept.require("a").tookBack(1)).isTrue();
    assertThat(kept.require("a").tookBack(2)).isFalse();
    assertThat(kept.require("a").tookBack(0)).isFalse();
  }

  @Test
  void whoHasDepartedTakesNothingBack() {
    Roster departed = Switching.departed(Scene.view("a P REJUVENATING>c,b P,c P").roster(), "a", 1);

    assertThatThrownBy(() -> Switching.takenBack(departed, "a", "lost", 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> Switching.withdrawn(departed, "a", 1, "lost", 1))
        .hasMessage("server (a) has departed already");
    assertThatThrownBy(() -> Switching.departed(departed, "a", 2))
        .hasMessage("server (a) is in round 1, not in 2");
    assertThatThrownBy(() -> Switching.departed(Scene.view("a P RETIRED>c,c P").roster(), "a", 1))
        .hasMessage("server (a) cannot depart in RETIRED");
  }

  private static UnaryOperator<Roster> move(String name) {
    return switch (name) {
      case "done" -> r -> Switching.done(r, "a", 1, Scene.NOW);
      case "reverted" -> r -> Switching.reverted(r, "a", 1, "hold expired", Scene.NOW);
      case "taken" -> r -> Switching.takenBack(r, "a", "successor lost", Scene.NOW);
      case "left" -> r -> Leaving.left(r, "a", null, Scene.NOW);
      case "heir" -> r -> Leaving.left(r, "a", "c", Scene.NOW);
      case "stayed" -> r -> Switching.stayed(r, "a", 1, "no java", true, Scene.NOW);
      case "unable" -> r -> Switching.stayed(r, "a", 1, "no java", false, Scene.NOW);
      case "departed" -> r -> Switching.departed(r, "a", 1);
      case "withdrawn" -> r -> Switching.withdrawn(r, "a", 1, "c is silent", Scene.NOW);
      case "forgotten" -> r -> Leaving.forget(r, "a");
      default -> throw new IllegalArgumentException(name);
    };
  }
}
