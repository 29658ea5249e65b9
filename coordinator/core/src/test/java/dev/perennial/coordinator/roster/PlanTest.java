package dev.perennial.coordinator.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The cases stand in tables beside this class: a scene, and what is to come of it. */
class PlanTest {
  @ParameterizedTest(name = "{0} => {1}")
  @CsvFileSource(resources = "starting.table", delimiterString = "=>")
  void begins(String scene, String expected) {
    assertThat(Scene.plan(scene, PlanPolicy.defaults())).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} => {1}")
  @CsvFileSource(resources = "progress.table", delimiterString = "=>")
  void carriesOn(String scene, String expected) {
    assertThat(Scene.plan(scene, PlanPolicy.defaults())).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} => {1}")
  @CsvFileSource(resources = "members.table", delimiterString = "=>")
  void recordsMembers(String scene, String expected) {
    assertThat(Scene.plan(scene, PlanPolicy.defaults())).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} => {1}")
  @CsvFileSource(resources = "capacity.table", delimiterString = "=>")
  void keepsCapacity(String scene, String expected) {
    PlanPolicy two = PlanPolicy.defaults().withCapacity(2, 2, 12);
    assertThat(Scene.plan(scene, two)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} => {1}")
  @CsvFileSource(resources = "leaving.table", delimiterString = "=>")
  void letsServersLeave(String scene, String expected) {
    assertThat(Scene.plan(scene, PlanPolicy.defaults())).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} => {1}")
  @CsvFileSource(resources = "emergency.table", delimiterString = "=>")
  void restartsWithoutDuplexingOnlyInAnEmergency(String scene, String expected) {
    assertThat(Scene.plan(scene, PlanPolicy.defaults())).isEqualTo(expected);
  }

  @Test
  void aRefusalSaysWhyForEachCandidate() {
    ClusterView view =
        Scene.view("a P unstable,b P,c S suspect,d S other,e S room=120,f S ill,g S cold");

    List<Decision> decisions = Plan.plan(view, PlanPolicy.defaults());

    assertThat(decisions)
        .singleElement()
        .isInstanceOfSatisfying(
            Decision.Alert.class,
            alert ->
                assertThat(alert.text())
                    .isEqualTo(
                        "nobody can take the place of a: b is no spare; c is SUSPECT itself"
                            + " (SUSPECT); d runs other applications; e has no headroom for 0.0 MiB"
                            + " of state with a factor of 1.5: 0.0 MiB; f is not healthy; g is not"
                            + " warmed up"));
  }

  @Test
  void whoMovesAPartOfItsSessionsSaysSo() {
    List<Decision> decisions =
        Plan.plan(Scene.view("a P critical,b P,c S room=140"), PlanPolicy.defaults());

    assertThat(decisions)
        .singleElement()
        .isInstanceOfSatisfying(
            Decision.Change.class,
            change ->
                assertThat(change.reason())
                    .endsWith("c has no room for all of its sessions: those used last move"));
  }

  @Test
  void stopsWhenAsManyWereRestartedWithinTheHourAsAreAllowed() {
    PlanPolicy policy = PlanPolicy.defaults().withCapacity(1, 1, 2);
    ClusterView view = Scene.view("a P unstable,b P,c S");
    Roster roster = view.roster();
    List<Long> recent = List.of(Scene.NOW - 3_500_000, Scene.NOW - 10_000);
    List<Long> older = List.of(Scene.NOW - 3_700_000, Scene.NOW - 10_000);

    assertThat(Scene.render(roster, Plan.plan(restarted(view, recent), policy)))
        .isEqualTo("!CAP_REACHED a");
    assertThat(Scene.render(roster, Plan.plan(restarted(view, older), policy)))
        .isEqualTo("a DUPLEXING>c");
  }

  @Test
  void theSignalIsCounted() {
    ClusterView view = Scene.view("a P RETIRED>c novote done,b P,c P");

    Decision.Change change = (Decision.Change) Plan.plan(view, PlanPolicy.defaults()).get(0);

    assertThat(change.next().restarts()).containsExactly(Scene.NOW);
    assertThat(change.next().epoch()).isEqualTo(8);
  }

  @Test
  void aCoordinatorsVoteCounts() {
    ClusterView view = Scene.view("a P rejuvenate,b S dead OUT since=10");
    Roster roster = view.roster();
    ClusterView withCoordinator =
        new ClusterView(
            new Roster(7, roster.mode(), roster.servers(), Set.of("x"), List.of(), ""),
            view.reports(),
            view.reportAgeMillis(),
            Set.of("a", "x"),
            Scene.NOW);

    assertThat(Scene.render(roster, Plan.plan(view, PlanPolicy.defaults())))
        .isEqualTo("!MAJORITY_LOST *");
    assertThat(Scene.render(roster, Plan.plan(withCoordinator, PlanPolicy.defaults())))
        .isEqualTo("!NO_SUCCESSOR a");
  }

  private static ClusterView restarted(ClusterView view, List<Long> restarts) {
    Roster old = view.roster();
    Roster roster = new Roster(7, old.mode(), old.servers(), Set.of(), restarts, "");
    return new ClusterView(
        roster, view.reports(), view.reportAgeMillis(), view.alive(), view.nowMillis());
  }
}
