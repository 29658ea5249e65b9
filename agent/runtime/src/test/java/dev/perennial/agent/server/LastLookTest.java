package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Server a has handed over to b in round 7, and has the rejuvenation signal. */
@Timeout(60)
class LastLookTest {
  private final Scene scene = new Scene();
  private final FakeDuplexer duplexer = new FakeDuplexer(new ArrayList<>());
  private final LastLook look = new LastLook(scene.member, duplexer, Duration.ofMillis(250));
  private final ServerEntry self = Scene.a(Stage.REJUVENATING, "b");

  @Test
  void whoDepartsGivesItsVoteUpAndWithItWhatItCouldTakeBack() throws Exception {
    begin();

    assertThat(look.depart(self)).isEmpty();

    assertThat(duplexer.calls).containsExactly("confirm 7");
    assertThat(scene.store.roster.epoch()).isEqualTo(10);
    assertThat(a().voter()).isFalse();
    assertThat(a().mayTakeBack()).isFalse();
    assertThat(a().stage()).isEqualTo(Stage.REJUVENATING);
  }

  /** Each part may go wrong once, and then again. */
  @Test
  void whoHasDepartedMayAskAgain() throws Exception {
    begin();
    assertThat(look.depart(self)).isEmpty();

    assertThat(look.depart(self)).isEmpty();

    assertThat(scene.store.roster.epoch()).isEqualTo(10);
  }

  @Test
  void withoutTheSuccessorsWordNothingEnds() throws Exception {
    begin();
    duplexer.unconfirmed = "b does not confirm";

    assertThat(look.depart(self)).isEqualTo("b does not confirm");
    assertThat(look.isConfirmed(self)).isFalse();

    assertThat(a().voter()).isTrue();
    duplexer.unconfirmed = "";
    assertThat(look.isConfirmed(self)).isTrue();
  }

  @Test
  void aSuccessorThatAMajorityHasOutIsLostThoughItAnswers() throws Exception {
    begin();
    scene.store.roster =
        scene.store.roster.change(
            "b",
            b -> new ServerEntry("b", 5, Role.PRIMARY, Stage.OUT, null, 0, 0, "cut off", 1, true));

    assertThat(look.depart(self)).isEqualTo("its successor b is lost");
    assertThat(a().voter()).isTrue();
  }

  @Test
  void aSuccessorThatIsNoMemberIsLost() throws Exception {
    begin();
    scene.store.alive = Set.of("a");

    assertThat(look.depart(self)).isEqualTo("its successor b is lost");
    assertThat(a().voter()).isTrue();
  }

  @Test
  void aSignalThatWasTakenBackIsNotCarriedOut() throws Exception {
    begin();
    scene.store.roster = Scene.roster(Scene.a(Stage.OUT, "b"), Scene.b());

    assertThat(look.depart(self)).isEqualTo("the rejuvenation signal was taken back");
  }

  @Test
  void whoeverIsFasterIsWaitedFor() throws Exception {
    begin();
    scene.store.refuses = true;
    assertThat(look.depart(self)).isEqualTo("the roster could not be told");
    assertThat(a().voter()).isTrue();
    scene.store.refuses = false;

    assertThat(look.depart(self)).isEmpty();
  }

  @Test
  void whereTheOthersCouldDecideNothingItStays() throws Exception {
    begin();
    scene.store.roster =
        scene.store.roster.with(
            new ServerEntry("c", 5, Role.PRIMARY, Stage.IN_SERVICE, null, 0, 0, "", 1, true));

    // Of b and c, which would vote then, one is gone.
    assertThat(look.depart(self)).isEqualTo("no majority of the roster's voters would be left");
    assertThat(a().voter()).isTrue();
  }

  @Test
  void whoHandedNothingOverMayAlwaysEnd() throws Exception {
    duplexer.unconfirmed = "nothing was handed over";
    ServerEntry spare = Scene.a(Stage.REJUVENATING, null);

    assertThat(look.depart(spare)).isEmpty();
    assertThat(look.isConfirmed(spare)).isTrue();
    assertThat(duplexer.calls).isEmpty();
  }

  @Test
  void withoutAClusterNobodyConfirmsAnything() throws Exception {
    assertThat(look.depart(self)).isEqualTo("this server is in no cluster");
  }

  private void begin() {
    scene.joined();
    Roster now = Scene.roster(self, Scene.b());
    scene.store.roster = now;
  }

  private ServerEntry a() {
    return scene.store.roster.require("a");
  }
}
