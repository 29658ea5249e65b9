package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.roster.Lease;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Server c has taken over from a, which has not got the rejuvenation signal yet. */
class LeaseWatchTest {
  private static final Roster ROSTER =
      new Roster(
          9,
          Mode.ACTIVE_STANDBY,
          List.of(
              entry("a", Stage.RETIRED, "c"),
              entry("b", Stage.IN_SERVICE, null),
              entry("c", Stage.IN_SERVICE, null),
              entry("d", Stage.IN_SERVICE, null)),
          Set.of(),
          List.of(),
          "");

  private long seconds = 100;
  private final List<String> calls = new ArrayList<>();
  private final FakeStore store = new FakeStore(ROSTER);
  private final PeerWatch peers =
      new PeerWatch("c", new Lease(30_000, 10_000), () -> TimeUnit.SECONDS.toNanos(seconds));
  private final LeaseWatch watch =
      new LeaseWatch(
          peers, () -> calls.add("forget"), line -> calls.add("info"), line -> calls.add("warn"));

  @Test
  void whatWasTakenIsForgottenOnceWhenTheLeaseEnds() {
    look("a", "b", "c", "d");
    looks(60, "c");

    assertThat(calls).containsExactly("warn", "forget");
  }

  @Test
  void aLeaseThatWasRenewedCanEndAgain() {
    look("a", "b", "c", "d");
    looks(60, "c");
    look("a", "b", "c", "d");
    looks(60, "c");

    assertThat(calls).containsExactly("warn", "forget", "info", "warn", "forget");
  }

  @Test
  void inTouchWithTheOthersNothingIsForgotten() {
    look("a", "b", "c", "d");
    looks(60, "a", "b", "c", "d");

    assertThat(calls).isEmpty();
  }

  /** What it sees is what there was before, until it finds out that it was taken for lost. */
  @Test
  void whoStoodStillDoesNotTrustWhatItSeesAtOnce() {
    look("a", "b", "c", "d");
    seconds += 45;

    looks(10, "a", "b", "c", "d");
    assertThat(calls).containsExactly("warn", "forget");
    assertThat(peers.mayServeTaken()).isFalse();

    looks(1, "a", "b", "c", "d");
    assertThat(peers.mayServeTaken()).isTrue();
    assertThat(calls).endsWith("info");
  }

  private void looks(int times, String... alive) {
    for (int i = 0; i < times; i++) {
      look(alive);
      seconds++;
    }
  }

  private void look(String... alive) {
    store.alive = Set.of(alive);
    watch.look(ROSTER.require("c"), ROSTER, store);
  }

  private static ServerEntry entry(String name, Stage stage, @Nullable String successor) {
    return new ServerEntry(name, 1, Role.PRIMARY, stage, successor, 1, 0, "test", 1, true);
  }
}
