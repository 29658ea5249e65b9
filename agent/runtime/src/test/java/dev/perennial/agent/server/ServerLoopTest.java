package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.LeavePolicy;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.PlanPolicy;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Report.Duplexing.State;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What server a does; b serves beside it. */
class ServerLoopTest {
  private final List<String> calls = new ArrayList<>();
  private final FakeDuplexer duplexer = new FakeDuplexer(calls);
  private final FakeStore store =
      new FakeStore(new Roster(1, Mode.ACTIVE_STANDBY, List.of(), Set.of(), List.of(), ""));

  private long seconds = 1000;
  private long sessions = 5;
  private boolean healthy = true;
  private String noSuccessor = "";
  private @Nullable String givenUp;

  private final InstantSource clock = () -> Instant.ofEpochSecond(seconds);
  private Operator operator = new Operator(Report.Action.AUTOMATIC);
  private OrderlyStop stop = stop();
  private final RosterView view = new RosterView("a");
  private ServerLoop loop = loop(Report.Action.AUTOMATIC);

  @Test
  void theSignalIsCarriedOutOncePerRound() {
    entry(Role.PRIMARY, Stage.REJUVENATING, "b", 1, false);
    loop.tick();
    loop.tick();
    entry(Role.PRIMARY, Stage.IN_SERVICE, null, 2, true);
    loop.tick();
    entry(Role.PRIMARY, Stage.REJUVENATING, "b", 3, false);
    loop.tick();

    assertThat(calls).containsExactly("begin 1", "settle 1", "begin 3");
  }

  @Test
  void aRestartThatIsGivenUpTakesTheRosterBackAtOnce() {
    entry(Role.PRIMARY, Stage.REJUVENATING, "b", 1, false);
    loop.tick();
    assertThat(self().stage()).isEqualTo(Stage.REJUVENATING);
    givenUp = "app.jar has changed on disk";
    loop.tick();

    assertThat(self().stage()).isEqualTo(Stage.IN_SERVICE);
    assertThat(self().role()).isEqualTo(Role.SPARE);
    assertThat(self().successor()).isNull();
    assertThat(self().round()).isEqualTo(2);
    assertThat(self().failures()).isEqualTo(1);
    assertThat(self().reason()).isEqualTo("not restarted: app.jar has changed on disk");
    duplexer.progress(1, State.DONE, "");
    calls.clear();
    loop.tick();
    assertThat(calls).containsExactly("settle 1");
  }

  @Test
  void whoCannotServeAfterThatStaysOffTheLists() {
    entry(Role.PRIMARY, Stage.REJUVENATING, "b", 1, false);
    loop.tick();
    givenUp = "app.jar has changed on disk";
    healthy = false;
    loop.tick();

    assertThat(self().stage()).isEqualTo(Stage.OUT);
    assertThat(self().successor()).isEqualTo("b");
    assertThat(self().voter()).isFalse();
  }

  @Test
  void whatTheRosterSaysWasTakenBackIsTakenBack() {
    entry(Role.PRIMARY, Stage.IN_SERVICE, null, 1, true);
    store.roster = store.roster.with(failed(self()));
    duplexer.progress(1, State.DONE, "");
    loop.tick();

    assertThat(calls).containsExactly("take back 1");
  }

  @Test
  void aServerThatIsToldToStopAsksToBeHandedOver() {
    entry(Role.PRIMARY, Stage.IN_SERVICE, null, 0, true);
    stop.begin();
    loop.tick();

    assertThat(store.reports.get("a").wishes().order()).isEqualTo(Report.Order.LEAVE);
    assertThat(self().stage()).isEqualTo(Stage.IN_SERVICE);
    assertThat(stop.isOver()).isFalse();
  }

  @Test
  void itLeavesAsSoonAsAllIsHandedOver() {
    entry(Role.PRIMARY, Stage.RETIRED, "b", 1, false);
    duplexer.progress(1, State.DONE, "");
    stop.begin();
    loop.tick();

    assertThat(self().stage()).isEqualTo(Stage.OUT);
    assertThat(self().voter()).isFalse();
    assertThat(stop.isOver()).isTrue();
  }

  @Test
  void itLeavesWithoutASuccessorWhenThereIsNone() {
    entry(Role.PRIMARY, Stage.IN_SERVICE, null, 0, true);
    noSuccessor = "nobody can take the place of a: b is no spare";
    stop.begin();
    loop.tick();
    assertThat(stop.isOver()).isFalse();
    seconds += 3;
    loop.tick();

    assertThat(self().stage()).isEqualTo(Stage.OUT);
    assertThat(stop.isOver()).isTrue();
    assertThat(calls).anyMatch(c -> c.contains("b is no spare; 5 sessions end with this process"));
  }

  @Test
  void observeMovesNothingAndJustLeaves() {
    operator = new Operator(Report.Action.OBSERVE);
    stop = stop();
    loop = loop(Report.Action.OBSERVE);
    entry(Role.PRIMARY, Stage.IN_SERVICE, null, 0, true);
    stop.begin();
    loop.tick();

    assertThat(store.reports.get("a").wishes().order()).isEqualTo(Report.Order.NONE);
    assertThat(self().stage()).isEqualTo(Stage.OUT);
    assertThat(stop.isOver()).isTrue();
  }

  @Test
  void withoutAMajorityItLeavesAndTheRosterIsNotTold() {
    entry(Role.SPARE, Stage.IN_SERVICE, null, 0, true);
    store.alive = Set.of("a");
    sessions = 0;
    stop.begin();
    loop.tick();

    assertThat(self().stage()).isEqualTo(Stage.IN_SERVICE);
    assertThat(stop.isOver()).isTrue();
  }

  @Test
  void whoIsAboutToStopIsNotRestarted() {
    entry(Role.PRIMARY, Stage.REJUVENATING, "b", 1, false);
    stop.begin();
    loop.tick();

    assertThat(calls).noneMatch(c -> c.startsWith("begin"));
    assertThat(self().stage()).isEqualTo(Stage.OUT);
  }

  @Test
  void whoHasNoPlaceOnTheRosterIsOnNoList() {
    entry(Role.PRIMARY, Stage.IN_SERVICE, null, 0, true);
    loop.tick();
    assertThat(view.self()).isPresent();
    store.roster = store.roster.without("a");
    loop.tick();

    assertThat(view.self()).isEmpty();
  }

  private OrderlyStop stop() {
    return new OrderlyStop(
        new LeavePolicy(30_000, 10_000), operator, () -> noSuccessor, clock, calls::add);
  }

  private ServerLoop loop(Report.Action action) {
    return new ServerLoop(
        view,
        store,
        (s, now) -> s.roster().flatMap(r -> r.server("a")),
        new RosterOrders(
            store,
            duplexer,
            new RecordingRejuvenation(),
            stop::isBegun,
            PlanPolicy.defaults(),
            clock,
            new RosterOrders.Told() {
              @Override
              public void log(String line) {
                // Of no interest here.
              }

              @Override
              public void refused(String order) {
                calls.add("refused");
              }
            }),
        new OrderlyLeave(stop, store, duplexer, clock),
        () -> facts(action),
        List.of(operator),
        clock);
  }

  private ServerFacts facts(Report.Action action) {
    return new ServerFacts(
        new Report.Wishes(Role.PRIMARY, action, operator.order()),
        new Report.Health(Verdict.STABLE, "young", -1, 10, healthy, true),
        new Report.Restart("", "", false),
        new Report.Capacity(true, "", sessions, 0, 0, 0, 0),
        new Report.Addresses("", "", ""));
  }

  private void entry(
      Role role, Stage stage, @Nullable String successor, long round, boolean voter) {
    ServerEntry a = new ServerEntry("a", 1, role, stage, successor, round, 0, "test", 1, voter);
    ServerEntry b =
        new ServerEntry("b", 1, Role.PRIMARY, Stage.IN_SERVICE, null, 0, 0, "test", 1, true);
    store.roster =
        new Roster(
            store.roster.epoch() + 1, Mode.ACTIVE_STANDBY, List.of(a, b), Set.of(), List.of(), "");
    store.alive = Set.of("a", "b");
    if (stage == Stage.REJUVENATING) {
      duplexer.progress(round, State.DONE, "");
    }
  }

  private ServerEntry self() {
    return store.roster.require("a");
  }

  private static ServerEntry failed(ServerEntry e) {
    return new ServerEntry(
        e.name(),
        e.incarnation(),
        e.role(),
        e.stage(),
        e.successor(),
        e.round(),
        1,
        e.reason(),
        e.sinceMillis(),
        e.voter());
  }

  private final class RecordingRejuvenation implements Rejuvenation {
    @Override
    public void lendThread() {}

    @Override
    public void begin(ServerEntry self, Roster roster) {
      calls.add("begin " + self.round());
    }

    @Override
    public void refuseClients() {}

    @Override
    public String obstacle() {
      return "";
    }

    @Override
    public boolean isRestarting() {
      return false;
    }

    @Override
    public @Nullable GivenUp givenUp(long round) {
      return givenUp == null ? null : new GivenUp(round, givenUp, true);
    }
  }
}
