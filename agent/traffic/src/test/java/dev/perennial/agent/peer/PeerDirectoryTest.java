package dev.perennial.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.duplex.SessionRouter.Neighbours;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Protocol;
import dev.perennial.coordinator.roster.Report;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What server A knows of server B. */
final class PeerDirectoryTest {
  private final AtomicLong nanos = new AtomicLong(-7);
  private final PeerDirectory directory = new PeerDirectory("A", null, nanos::get);

  @ParameterizedTest(name = "{0}, vote {1}, {2} sessions in life {3}: {4}")
  @CsvSource({
    "IN_SERVICE,   true,  0, 1, true",
    "DUPLEXING,    true,  0, 1, true",
    "SWITCHING,    true,  0, 1, true",
    // It has handed over all that it had, and knows to whom; until it departs.
    "RETIRED,      true,  0, 1, true",
    "RETIRED,      false, 0, 1, true",
    "REJUVENATING, true,  0, 1, true",
    "REJUVENATING, false, 0, 1, false",
    // It was cut off, or stood still, and has what it had.
    "OUT,          true,  0, 1, true",
    "OUT,          true,  5, 1, true",
    "OUT,          false, 5, 1, true",
    "JOINING,      true,  5, 1, true",
    "RETURNING,    true,  5, 1, true",
    // It begins, or never came back: nobody is to wait for its answer.
    "OUT,          false, 0, 1, false",
    "JOINING,      true,  0, 1, false",
    "RETURNING,    true,  0, 1, false",
    "JOINING,      true,  5, 0, false",
    "RETURNING,    true,  5, 0, false",
  })
  void whoMayHaveASessionIsAsked(
      Stage stage, boolean voter, long sessions, long saysLife, boolean asked) {
    know(
        entry("A", Role.PRIMARY, Stage.IN_SERVICE, true),
        entry("B", Role.PRIMARY, stage, voter),
        Map.of("B", report("B", saysLife, sessions)),
        Set.of("A", "B"));

    assertThat(directory.neighbours())
        .isEqualTo(new Neighbours(true, asked ? List.of("B") : List.of(), ""));
  }

  @Test
  void theLifeOfAServerIsThatOfTheRoster() {
    assertThat(directory.incarnation("B")).isZero();
    know(
        entry("A", Role.PRIMARY, Stage.IN_SERVICE, true),
        entry("B", Role.PRIMARY, Stage.IN_SERVICE, true),
        Map.of("B", report("B", 7, 5)),
        Set.of("A", "B"));

    assertThat(directory.incarnation("B")).isEqualTo(1);
    assertThat(directory.incarnation("C")).isZero();
  }

  @Test
  void whoIsNoMemberOrSaysNothingIsNotAsked() {
    ServerEntry a = entry("A", Role.PRIMARY, Stage.IN_SERVICE, true);
    ServerEntry b = entry("B", Role.PRIMARY, Stage.OUT, true);

    know(a, b, Map.of("B", report("B", 1, 5)), Set.of("A"));
    assertThat(directory.neighbours().toAsk()).isEmpty();
    know(a, b, Map.of(), Set.of("A", "B"));
    assertThat(directory.neighbours().toAsk()).isEmpty();
  }

  @ParameterizedTest(name = "B is {0}: {1}")
  @CsvSource({"IN_SERVICE, B", "DUPLEXING, B", "SWITCHING, ''", "OUT, ''", "RETURNING, ''"})
  void whatBelongsToNobodyIsServedByAPrimaryOnTheLists(Stage stage, String expected) {
    know(
        entry("A", Role.SPARE, Stage.IN_SERVICE, true),
        entry("B", Role.PRIMARY, stage, true),
        Map.of("B", report("B", 1, 5)),
        Set.of("A", "B"));

    assertThat(directory.neighbours().servesFor()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "of {0} voters it sees {1}, for {2} s: not everybody can be asked: {3}")
  @CsvSource({
    "3, 3, 59, false",
    "3, 2, 59, false",
    "3, 1,  0, true",
    "3, 1, 59, true",
    "3, 1, 60, false",
    "4, 2, 59, true",
    "5, 2, 59, true",
    "5, 3, 59, false",
    // One may be dead or cut off, and nobody can tell: people begin anew.
    "2, 1,  0, false",
    "1, 1,  0, false",
  })
  void whoSeesNoMajorityDoesNotKnowForAMinute(int voters, int seen, int seconds, boolean cutOff) {
    List<ServerEntry> all =
        Stream.of("A", "B", "C", "D", "E")
            .limit(voters)
            .map(name -> entry(name, Role.PRIMARY, Stage.IN_SERVICE, true))
            .toList();
    Roster roster = new Roster(9, Mode.ACTIVE_STANDBY, all, Set.of(), List.of(), "");
    Set<String> alive = Set.copyOf(List.of("A", "B", "C", "D", "E").subList(0, seen));

    directory.update(roster, all.get(0), Map.of(), alive);
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    directory.update(roster, all.get(0), Map.of(), alive);

    assertThat(directory.neighbours().known()).isEqualTo(!cutOff);
    directory.update(roster, all.get(0), Map.of(), Set.of("A", "B", "C", "D", "E"));
    assertThat(directory.neighbours().known()).as("they are back").isTrue();
  }

  private void know(
      ServerEntry self, ServerEntry other, Map<String, Report> reports, Set<String> alive) {
    Roster roster =
        new Roster(9, Mode.ACTIVE_STANDBY, List.of(self, other), Set.of(), List.of(), "");
    directory.update(roster, self, reports, alive);
  }

  private static ServerEntry entry(String name, Role role, Stage stage, boolean voter) {
    return new ServerEntry(name, 1, role, stage, null, 1, 0, "test", 0, voter);
  }

  private static Report report(String name, long life, long sessions) {
    return new Report(
        new Report.Identity(name, life, 9, Protocol.OURS),
        new Report.Wishes(Role.PRIMARY, Report.Action.AUTOMATIC, Report.Order.NONE),
        new Report.Health(Verdict.STABLE, "young", -1, 1_000, true, true),
        new Report.Restart("", "", false),
        new Report.Capacity(true, "shop 1", sessions, 1_000, 1_000_000, 0.1, 10),
        new Report.Addresses("http://" + name + ":8080", name + ":5702", ""),
        null);
  }
}
