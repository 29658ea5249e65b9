package dev.perennial.coordinator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.reconcile.Reconciler.Round;
import dev.perennial.coordinator.roster.ClusterView;
import dev.perennial.coordinator.roster.Decision;
import dev.perennial.coordinator.roster.Mode;
import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Roster;
import dev.perennial.coordinator.roster.RosterStore.Outcome;
import dev.perennial.coordinator.roster.ServerEntry;
import dev.perennial.coordinator.roster.Stage;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
  private static final Decision.Alert ALERT =
      new Decision.Alert("a", Decision.Alert.Kind.LOSS_L1, "lost");

  private final MemoryStore store = new MemoryStore();
  private final List<ClusterView> planned = new ArrayList<>();
  private final Reconciler reconciler =
      new Reconciler(store, this::plan, InstantSource.fixed(Instant.ofEpochMilli(1234)));

  /** Whether the plan asks for a change. */
  private boolean change = true;

  @BeforeEach
  void fillRoster() {
    store.roster = Roster.empty(Mode.ACTIVE_STANDBY).with(entry("a", "joined"));
    store.alive = Set.of("a");
  }

  @Test
  void theLeaderPutsTheChangeInPlaceAndAlerts() {
    Round.Led led = led();

    assertThat(led.outcome()).contains(Outcome.DONE);
    assertThat(led.alerts()).containsExactly(ALERT);
    assertThat(store.roster().orElseThrow().epoch()).isEqualTo(2);
    assertThat(planned.get(0).nowMillis()).isEqualTo(1234);
  }

  @Test
  void whoDoesNotLeadPlansNothing() {
    store.leader = false;

    assertThat(reconciler.tick()).isEqualTo(new Round.NotLeading());
    assertThat(planned).isEmpty();
  }

  @Test
  void nothingIsPlannedBeforeAServerHasJoined() {
    store.roster = null;
    assertThat(led().change()).isEmpty();

    store.roster = Roster.empty(Mode.ACTIVE_STANDBY);
    assertThat(led().change()).isEmpty();

    assertThat(planned).isEmpty();
  }

  @Test
  void aRefusedChangeIsDroppedQuietly() {
    store.fate = MemoryStore.Fate.OTHER_WAS_FIRST;

    Round.Led led = led();

    assertThat(led.outcome()).contains(Outcome.REFUSED);
    assertThat(led.alerts()).isEmpty();
  }

  @Test
  void ifTheAnswerIsLostTheRosterTells() {
    store.fate = MemoryStore.Fate.DONE_BUT_ANSWER_LOST;
    assertThat(led().outcome()).contains(Outcome.DONE);

    store.fate = MemoryStore.Fate.LOST;
    Round.Led led = led();
    assertThat(led.outcome()).contains(Outcome.UNKNOWN);
    assertThat(led.alerts()).isEmpty();
  }

  @Test
  void alertsWithoutAChangeAreRaised() {
    change = false;

    assertThat(led()).isEqualTo(new Round.Led(List.of(ALERT), Optional.empty(), Optional.empty()));
  }

  private Round.Led led() {
    return (Round.Led) reconciler.tick();
  }

  private List<Decision> plan(ClusterView view) {
    planned.add(view);
    return change
        ? List.of(new Decision.Change(view.roster().with(entry("a", "planned")), "planned"), ALERT)
        : List.of(ALERT);
  }

  private static ServerEntry entry(String name, String reason) {
    return new ServerEntry(name, 1, Role.PRIMARY, Stage.IN_SERVICE, null, 0, 0, reason, 0, true);
  }
}
