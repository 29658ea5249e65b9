package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.roster.Lease;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PeerWatchTest {
  private long seconds = 100;
  private final PeerWatch source = watch("a");
  private final PeerWatch successor = watch("c");

  @Test
  void theSuccessorStopsBeforeTheSourceTakesBack() {
    Roster roster = roster(Stage.RETIRED, 1);
    source.looked(roster, Set.of("a", "b", "c", "d"));
    successor.looked(roster, Set.of("a", "b", "c", "d"));

    for (int i = 0; i < 19; i++) {
      seconds += 1;
      source.looked(roster, Set.of("a", "b", "d"));
      successor.looked(roster, Set.of("c"));
    }
    assertThat(successor.mayServeTaken()).isTrue();
    seconds += 1;
    assertThat(successor.mayServeTaken()).isFalse();
    assertThat(source.isOut("c")).isFalse();
    seconds += 11;
    assertThat(source.isOut("c")).isTrue();
    seconds -= 11;
    successor.looked(roster, Set.of("c"));
    assertThat(successor.mayServeTaken()).isFalse();
    successor.looked(roster, Set.of("a", "c"));
    assertThat(successor.mayServeTaken()).isTrue();
  }

  @Test
  void aSuccessorThatLooksNoMoreStopsToo() {
    successor.looked(roster(Stage.SWITCHING, 1), Set.of("a", "b", "c", "d"));

    seconds += 20;
    assertThat(successor.mayServeTaken()).isFalse();
  }

  @Test
  void afterTheSignalNothingCanBeTakenBack() {
    successor.looked(roster(Stage.REJUVENATING, 1), Set.of("c"));

    seconds += 1000;
    assertThat(successor.mayServeTaken()).isTrue();
  }

  @Test
  void withoutAMajorityNobodyIsKnownToBeOut() {
    source.looked(roster(Stage.RETIRED, 1), Set.of("a"));

    seconds += 1000;
    assertThat(source.isOut("c")).isFalse();
    source.giveUp("c");
    assertThat(source.isOut("c")).isTrue();
    source.looked(roster(Stage.RETIRED, 1), Set.of("a", "c"));
    assertThat(source.isOut("c")).isFalse();
  }

  @Test
  void anotherLifeOfTheSuccessorHasNothingOfTheOneBefore() {
    source.looked(roster(Stage.SWITCHING, 1), Set.of("a", "b", "c", "d"));
    assertThat(source.isOut("c")).isFalse();

    source.looked(roster(Stage.SWITCHING, 2), Set.of("a", "b", "c", "d"));
    assertThat(source.isOut("c")).isTrue();
  }

  private PeerWatch watch(String self) {
    return new PeerWatch(self, new Lease(30_000, 10_000), () -> TimeUnit.SECONDS.toNanos(seconds));
  }

  private static Roster roster(Stage ofSource, long lifeOfSuccessor) {
    boolean voter = ofSource == Stage.SWITCHING;
    return new Roster(
        5,
        Mode.ACTIVE_STANDBY,
        List.of(
            entry("a", 1, ofSource, "c", voter),
            entry("b", 1, Stage.IN_SERVICE, null, true),
            entry("d", 1, Stage.IN_SERVICE, null, true),
            entry("c", lifeOfSuccessor, Stage.IN_SERVICE, null, true)),
        Set.of(),
        List.of(),
        "");
  }

  private static ServerEntry entry(
      String name, long life, Stage stage, @Nullable String successor, boolean voter) {
    return new ServerEntry(name, life, Role.PRIMARY, stage, successor, 1, 0, "scene", 1, voter);
  }
}
