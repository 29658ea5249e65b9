package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.roster.LeavePolicy;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Server a, with five sessions, is in round 7; b is its spare. */
class OrderlyLeaveTest {
  private final Scene scene = new Scene();
  private final FakeDuplexer duplexer = new FakeDuplexer(new ArrayList<>());
  private long seconds = 1_000;
  private final InstantSource clock = () -> Instant.ofEpochSecond(seconds);
  private final OrderlyStop stop =
      new OrderlyStop(
          new LeavePolicy(30_000, 10_000),
          new Operator(Report.Action.AUTOMATIC),
          () -> "",
          clock,
          scene.calls::add);
  private final OrderlyLeave leave = new OrderlyLeave(stop, scene.store, duplexer, clock);
  private ServerFacts facts = Scene.facts(5);

  @Test
  void whoIsNotToldToStopStays() {
    duplexer.progress(7, State.DONE, "");

    look(Scene.a(Stage.RETIRED, "b"));
    leave.hasNoPlace();

    assertThat(scene.store.roster.epoch()).isEqualTo(9);
    assertThat(stop.isOver()).isFalse();
  }

  @Test
  void whoHasHandedOverLeavesItsPlaceToItsHeir() {
    duplexer.progress(7, State.DONE, "");
    begin();

    look(Scene.a(Stage.RETIRED, "b"));

    assertThat(self().stage()).isEqualTo(Stage.OUT);
    assertThat(self().voter()).isFalse();
    assertThat(self().sinceMillis()).isEqualTo(1_000_000);
    assertThat(scene.store.roster.require("b").role()).isEqualTo(Role.PRIMARY);
    assertThat(duplexer.calls).containsExactly("abort: this server has left");
    assertThat(scene.calls).containsExactly("leaves the cluster: it has handed over");
    assertThat(stop.isOver()).isTrue();
  }

  @Test
  void whoseStateIsOnTheWayWaitsForItAsLongAsTheLimitSays() {
    begin();
    seconds += 29;
    look(Scene.a(Stage.DUPLEXING, "b"));
    assertThat(stop.isOver()).isFalse();
    assertThat(scene.store.roster.epoch()).isEqualTo(9);
    seconds += 1;

    look(Scene.a(Stage.DUPLEXING, "b"));

    assertThat(self().stage()).isEqualTo(Stage.OUT);
    assertThat(scene.calls)
        .containsExactly(
            "leaves the cluster: it was not in sync with b in time;"
                + " 5 sessions end with this process");
  }

  @Test
  void withAnotherServersChangeInBetweenItIsTriedAgain() {
    duplexer.progress(7, State.DONE, "");
    begin();
    scene.store.refuses = true;
    look(Scene.a(Stage.RETIRED, "b"));
    assertThat(stop.isOver()).isFalse();
    assertThat(duplexer.calls).isEmpty();
    scene.store.refuses = false;

    look(Scene.a(Stage.RETIRED, "b"));

    assertThat(stop.isOver()).isTrue();
    assertThat(self().stage()).isEqualTo(Stage.OUT);
  }

  @Test
  void withoutAMajorityItGoesAndTheRosterIsNotTold() {
    duplexer.progress(7, State.DONE, "");
    begin();
    scene.store.alive = Set.of("c");

    look(Scene.a(Stage.RETIRED, "b"));

    assertThat(scene.store.roster.epoch()).isEqualTo(9);
    assertThat(scene.calls)
        .containsExactly(
            "leaves the cluster: it has handed over;"
                + " no majority is in sight, so the roster is not told");
    assertThat(stop.isOver()).isTrue();
  }

  @Test
  void whoIsOutWithoutAVoteHasNothingToTell() {
    begin();

    look(out(false));

    assertThat(scene.store.roster.epoch()).isEqualTo(9);
    assertThat(stop.isOver()).isTrue();
  }

  @Test
  void whoIsOutWithAVoteTakesItAlong() {
    begin();

    look(out(true));

    assertThat(self().voter()).isFalse();
    assertThat(stop.isOver()).isTrue();
  }

  @ParameterizedTest(name = "{0} with {1} sessions and successor {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          JOINING | 5 |   | it had not come into service; 5 sessions end with this process
          JOINING | 0 |   | it had not come into service
          RETIRED | 5 | b | it has handed over
          """)
  void sessionsThatEndWithTheProcessAreCounted(
      Stage stage, long sessions, @Nullable String successor, String how) {
    facts = Scene.facts(sessions);
    duplexer.progress(7, State.DONE, "");
    begin();

    look(Scene.a(stage, successor));

    assertThat(scene.calls).containsExactly("leaves the cluster: " + how);
  }

  @Test
  void whatCannotMoveIsNotWaitedFor() {
    ServerFacts all = Scene.facts(5);
    facts =
        new ServerFacts(
            new Report.Wishes(Role.PRIMARY, Report.Action.OBSERVE, Report.Order.NONE),
            all.health(),
            all.restart(),
            all.capacity(),
            all.addresses());
    begin();

    look(Scene.a(Stage.IN_SERVICE, null));

    assertThat(scene.calls)
        .containsExactly(
            "leaves the cluster: perennial.action=observe moves nothing;"
                + " 5 sessions end with this process");
  }

  @Test
  void whoHasLeftDoesNotLeaveAgain() {
    begin();
    look(Scene.a(Stage.JOINING, null));
    duplexer.calls.clear();

    look(Scene.a(Stage.JOINING, null));

    assertThat(self().stage()).isEqualTo(Stage.JOINING);
    assertThat(duplexer.calls).isEmpty();
  }

  @Test
  void whoHasNoPlaceIsDoneAtOnce() {
    begin();

    leave.hasNoPlace();

    assertThat(stop.isOver()).isTrue();
    assertThat(scene.calls).containsExactly("leaves the cluster: it is not on the roster");
  }

  private void begin() {
    stop.begin();
    scene.calls.clear();
  }

  private void look(ServerEntry entry) {
    Roster now = Scene.roster(entry, Scene.b());
    scene.store.roster = now;
    leave.look(entry, now, facts);
  }

  private static ServerEntry out(boolean voter) {
    return new ServerEntry("a", 3, Role.PRIMARY, Stage.OUT, null, 7, 0, "test", 1, voter);
  }

  private ServerEntry self() {
    return scene.store.roster.require("a");
  }
}
