package dev.perennial.coordinator.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.reconcile.MemoryStore;
import dev.perennial.coordinator.roster.Decision;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandaloneTest {
  private final MemoryStore store = new MemoryStore();
  private final List<String> out = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    executor.shutdownNow();
  }

  @Test
  void itVotesLeadsSaysWhatIsNewOnceAndGivesItsVoteBack() throws Exception {
    store.alive = Set.of("c", "a");
    Decision.Alert alert = new Decision.Alert("a", Decision.Alert.Kind.SILENT, "says nothing");
    Standalone standalone =
        new Standalone(
            "c",
            Mode.ACTIVE_ACTIVE,
            store,
            view -> List.of(alert),
            InstantSource.fixed(Instant.EPOCH),
            executor,
            out::add);

    standalone.start();
    Awaitility.await().until(() -> out.contains("this coordinator leads"));
    assertThat(store.roster().orElseThrow().coordinators()).containsExactly("c");
    assertThat(store.roster().orElseThrow().mode()).isEqualTo(Mode.ACTIVE_ACTIVE);

    executor
        .submit(() -> store.roster = store.roster().orElseThrow().with(entry()))
        .get(5, TimeUnit.SECONDS);
    standalone.wake();
    standalone.wake();
    executor.submit(() -> {}).get(5, TimeUnit.SECONDS);
    standalone.close();

    assertThat(out)
        .containsExactly(
            "coordinator c has a vote",
            "this coordinator leads",
            "ALERT SILENT a: says nothing",
            "a: PRIMARY, IN_SERVICE, no report (joined)");
    assertThat(store.roster().orElseThrow().coordinators()).isEmpty();
  }

  private static ServerEntry entry() {
    return new ServerEntry("a", 1, Role.PRIMARY, Stage.IN_SERVICE, null, 0, 0, "joined", 0, true);
  }
}
