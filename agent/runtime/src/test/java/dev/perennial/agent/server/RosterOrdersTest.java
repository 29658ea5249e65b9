package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.roster.PlanPolicy;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Server a is in round 7 of epoch 9; b is its spare. */
class RosterOrdersTest {
  private final Scene scene = new Scene();
  private final FakeDuplexer duplexer = new FakeDuplexer(new ArrayList<>());
  private final FakeRejuvenation rejuvenation = new FakeRejuvenation();
  private final List<String> said = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private boolean stopping;
  private final RosterOrders orders =
      new RosterOrders(
          scene.store,
          duplexer,
          rejuvenation,
          () -> stopping,
          PlanPolicy.defaults(),
          Scene.CLOCK,
          new RosterOrders.Told() {
            @Override
            public void log(String line) {
              said.add(line);
            }

            @Override
            public void refused(String order) {
              refused.add(order);
            }
          });

  @ParameterizedTest(name = "{0} with successor {1}: {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          JOINING    |   | abort: the roster says JOINING
          IN_SERVICE |   | abort: the roster says IN_SERVICE
          DUPLEXING  | b | duplex 7 to b
          DUPLEXING  |   |
          SWITCHING  | b | switch over 7 in epoch 9
          RETIRED    | b |
          RETURNING  | b | abort: the roster says RETURNING
          OUT        |   | abort: the roster says OUT
          """)
  void theStageIsTheOrder(Stage stage, @Nullable String successor, @Nullable String call) {
    carryOut(Scene.a(stage, successor));

    assertThat(duplexer.calls).isEqualTo(call == null ? List.of() : List.of(call));
    assertThat(rejuvenation.begun).isEmpty();
    assertThat(scene.store.roster.epoch()).isEqualTo(9);
  }

  @ParameterizedTest(name = "{0} of round {1}, {2} failures: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DONE      | 7 | 1 | take back 7
          SWITCHING | 7 | 1 | take back 7
          DONE      | 7 | 0 | settle 7
          DONE      | 6 | 1 | settle 6
          COPYING   | 7 | 0 | abort: the roster says IN_SERVICE
          FAILED    | 7 | 1 | abort: the roster says IN_SERVICE
          """)
  void whatIsUnderWayEndsAsItsRoundDidOnTheRoster(
      State state, long round, int failures, String call) {
    duplexer.progress(round, state, "");

    carryOut(
        new ServerEntry(
            "a", 3, Role.PRIMARY, Stage.IN_SERVICE, null, 7, failures, "test", 1, true));

    assertThat(duplexer.calls).containsExactly(call);
  }

  @Test
  void whatIsHandedOverRetires() {
    duplexer.progress(7, State.DONE, "");

    carryOut(Scene.a(Stage.SWITCHING, "b"));

    assertThat(self().stage()).isEqualTo(Stage.RETIRED);
    assertThat(self().successor()).isEqualTo("b");
    // With it, and one other server, there is a majority should the successor be lost now.
    assertThat(self().voter()).isTrue();
    assertThat(self().sinceMillis()).isEqualTo(Scene.CLOCK.millis());
  }

  @Test
  void aSwitchOverThatFailsGoesBackIntoService() {
    duplexer.progress(7, State.FAILED, "the hold was too long");

    carryOut(Scene.a(Stage.SWITCHING, "b"));

    assertThat(self().stage()).isEqualTo(Stage.IN_SERVICE);
    assertThat(self().reason()).isEqualTo("the hold was too long");
    assertThat(self().failures()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"OFFERING", "COPYING", "IN_SYNC", "SWITCHING"})
  void aSwitchOverThatGoesOnIsNotRecorded(State state) {
    duplexer.progress(7, state, "");

    carryOut(Scene.a(Stage.SWITCHING, "b"));

    assertThat(scene.store.roster.epoch()).isEqualTo(9);
  }

  @ParameterizedTest
  @EnumSource(names = {"DONE", "FAILED"})
  void theEndOfAnotherRoundIsNotRecorded(State state) {
    duplexer.progress(6, state, "");

    carryOut(Scene.a(Stage.SWITCHING, "b"));

    assertThat(scene.store.roster.epoch()).isEqualTo(9);
  }

  @Test
  void withoutAMajorityTheRosterIsLeftAsItIs() {
    duplexer.progress(7, State.DONE, "");
    scene.store.alive = Set.of("a");

    carryOut(Scene.a(Stage.SWITCHING, "b"));

    assertThat(self().stage()).isEqualTo(Stage.SWITCHING);
  }

  @Test
  void whatIsRefusedIsDecidedAnewByTheNextLook() {
    duplexer.progress(7, State.DONE, "");
    scene.store.refuses = true;
    carryOut(Scene.a(Stage.SWITCHING, "b"));
    scene.store.refuses = false;

    carryOut(Scene.a(Stage.SWITCHING, "b"));

    assertThat(self().stage()).isEqualTo(Stage.RETIRED);
  }

  @Test
  void theSignalWaitsForAMajorityAndSaysSo() {
    scene.store.alive = Set.of("a");
    carryOut(rejuvenating());
    assertThat(rejuvenation.begun).isEmpty();
    assertThat(said).singleElement().asString().contains("no majority of the roster's voters");
    scene.store.alive = Set.of("a", "b");

    carryOut(rejuvenating());
    carryOut(rejuvenating());

    assertThat(rejuvenation.begun).containsExactly(rejuvenating());
  }

  @ParameterizedTest
  @EnumSource(names = {"OFFERING", "COPYING", "IN_SYNC"})
  void aSwitchOverThatBreaksTheRulesIsNotBegun(State state) {
    duplexer.progress(7, state, "");

    // Nobody but a spare would be left.
    carryOut(Scene.a(Stage.SWITCHING, "b"), Scene.b(Role.SPARE));

    String why =
        "refused to go to SWITCHING: 0 servers would be available, and"
            + " perennial.cluster.min-available is 1";
    assertThat(duplexer.calls).containsExactly("abort: " + why);
    assertThat(self().stage()).isEqualTo(Stage.IN_SERVICE);
    assertThat(self().reason()).isEqualTo(why);
    assertThat(refused).containsExactly("a has " + why);
  }

  @ParameterizedTest
  @EnumSource(names = {"SWITCHING", "DONE"})
  void whatIsBegunIsCarriedToItsEnd(State state) {
    duplexer.progress(7, state, "");

    carryOut(Scene.a(Stage.SWITCHING, "b"), Scene.b(Role.SPARE));

    assertThat(duplexer.calls).containsExactly("switch over 7 in epoch 9");
    assertThat(refused).isEmpty();
  }

  @Test
  void aSwitchOverWaitsForAMajority() {
    duplexer.progress(7, State.IN_SYNC, "");
    scene.store.alive = Set.of("a");

    carryOut(Scene.a(Stage.SWITCHING, "b"));

    assertThat(duplexer.calls).isEmpty();
    assertThat(said).singleElement().asString().contains("the switch-over waits: no majority");
    assertThat(self().stage()).isEqualTo(Stage.SWITCHING);
  }

  @Test
  void noSignalRestartsAServerThatStillHasItsSessions() {
    duplexer.progress(6, State.DONE, "");
    scene.store.refuses = true;
    carryOut(rejuvenating(), Scene.b(Role.PRIMARY));
    scene.store.refuses = false;

    carryOut(rejuvenating(), Scene.b(Role.PRIMARY));

    assertThat(rejuvenation.begun).isEmpty();
    assertThat(self().stage()).isEqualTo(Stage.IN_SERVICE);
    assertThat(self().reason()).contains("refused to go to REJUVENATING: a has 5 sessions");
    assertThat(refused).hasSize(1);
  }

  @Test
  void aProcessThatStopsIsNotRestarted() {
    stopping = true;

    carryOut(rejuvenating());

    assertThat(rejuvenation.begun).isEmpty();
  }

  @Test
  void aRestartThatIsGivenUpGoesBackIntoService() {
    carryOut(rejuvenating());
    rejuvenation.givenUp = "the jar has changed";

    carryOut(rejuvenating());

    assertThat(self().stage()).isEqualTo(Stage.IN_SERVICE);
    assertThat(self().reason()).isEqualTo("not restarted: the jar has changed");
    assertThat(rejuvenation.begun).hasSize(1);
  }

  @Test
  void whoMayHaveTheOnlyCopiesRetiresAgainAndGetsTheSignalAnew() {
    carryOut(rejuvenating());
    rejuvenation.givenUp = "b does not answer";
    rejuvenation.confirmed = false;

    carryOut(rejuvenating());

    assertThat(self().stage()).isEqualTo(Stage.RETIRED);
    assertThat(self().successor()).isEqualTo("b");
    assertThat(self().reason()).isEqualTo("not restarted: b does not answer");
    rejuvenation.givenUp = null;
    carryOut(Scene.a(Stage.RETIRED, "b"));
    carryOut(rejuvenating());
    assertThat(rejuvenation.begun).hasSize(2);
  }

  @Test
  void whoHasDepartedAndStaysTakesNothingBack() {
    ServerEntry departed =
        new ServerEntry("a", 3, Role.PRIMARY, Stage.REJUVENATING, "b", 7, 0, "unstable", 1, false);
    carryOut(departed);
    rejuvenation.givenUp = "b does not answer";
    rejuvenation.confirmed = false;

    carryOut(departed);

    assertThat(self().stage()).isEqualTo(Stage.IN_SERVICE);
    assertThat(self().tookBack(7)).isFalse();
  }

  @Test
  void whoIsSeenAgainComesBackWithWhatItHas() {
    carryOut(Scene.a(Stage.OUT, "b"));

    assertThat(duplexer.calls).containsExactly("abort: the roster says OUT");
    assertThat(self().stage()).isEqualTo(Stage.IN_SERVICE);
    assertThat(self().role()).isEqualTo(Role.PRIMARY);
    assertThat(self().successor()).isNull();
  }

  @Test
  void whatIsHalfHandedOverIsHandedOverFirst() {
    duplexer.progress(7, State.SWITCHING, "");

    carryOut(Scene.a(Stage.OUT, "b"));

    assertThat(scene.store.roster.epoch()).isEqualTo(9);
  }

  @Test
  void aProcessThatStopsDoesNotGoBackIntoService() {
    carryOut(rejuvenating());
    rejuvenation.givenUp = "the jar has changed";
    stopping = true;

    carryOut(rejuvenating());

    assertThat(self().stage()).isEqualTo(Stage.REJUVENATING);
  }

  @Test
  void whoLosesItsPlaceGivesUpWhatItWasToldToDo() {
    orders.lostPlace();

    assertThat(duplexer.calls).containsExactly("abort: this server is not on the roster");
  }

  @Test
  void theReportIsToldHowFarItHasCome() {
    assertThat(orders.progress()).isNull();
    duplexer.progress(7, State.COPYING, "");

    assertThat(orders.progress()).isEqualTo(duplexer.progress);
  }

  private static ServerEntry rejuvenating() {
    return new ServerEntry(
        "a", 3, Role.PRIMARY, Stage.REJUVENATING, "b", 7, 0, "unstable", 1, true);
  }

  /** As it is once the successor is on the available list. */
  private void carryOut(ServerEntry entry) {
    if (entry.stage() == Stage.REJUVENATING) {
      duplexer.progress(entry.round(), State.DONE, "");
    }
    boolean moved = entry.stage().isAway() && entry.successor() != null;
    carryOut(entry, Scene.b(moved ? Role.PRIMARY : Role.SPARE));
  }

  private void carryOut(ServerEntry entry, ServerEntry... others) {
    Roster now =
        Scene.roster(
            Stream.concat(Stream.of(entry), Stream.of(others)).toArray(ServerEntry[]::new));
    scene.store.roster = now;
    orders.carryOut(entry, now, Scene.facts(5));
  }

  private ServerEntry self() {
    return scene.store.roster.require("a");
  }

  private static final class FakeRejuvenation implements Rejuvenation {
    final List<ServerEntry> begun = new ArrayList<>();
    @Nullable String givenUp;
    boolean confirmed = true;

    @Override
    public void begin(ServerEntry self, Roster roster) {
      begun.add(self);
    }

    @Override
    public @Nullable GivenUp givenUp(long round) {
      assertThat(round).isEqualTo(7);
      return givenUp == null ? null : new GivenUp(round, givenUp, confirmed);
    }

    @Override
    public void lendThread() {
      throw new AssertionError("no thread is lent here");
    }

    @Override
    public void refuseClients() {
      throw new AssertionError("nobody is refused here");
    }

    @Override
    public String obstacle() {
      throw new AssertionError("an obstacle is for the report");
    }

    @Override
    public boolean isRestarting() {
      throw new AssertionError("nobody asks for that here");
    }
  }
}
