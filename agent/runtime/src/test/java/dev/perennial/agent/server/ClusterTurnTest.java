package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.reconcile.Reconciler;
import dev.perennial.coordinator.reconcile.Reconciler.Round;
import dev.perennial.coordinator.roster.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClusterTurnTest {
  private final Scene scene = new Scene();
  private final List<String> calls = new ArrayList<>();
  private Reconciler.Round round = new Round.Led(List.of(), Optional.empty(), Optional.empty());
  private boolean hasPlace = true;

  private final ClusterTurn turn =
      new ClusterTurn(
          this::act,
          scene.view,
          scene.store,
          List.of(
              (self, roster, store) ->
                  calls.add("first sees " + self.stage() + " of " + roster.servers().size()),
              (self, roster, store) -> calls.add("second sees " + store.alive().size())),
          () -> calls.add("no place"),
          () -> {
            calls.add("plan");
            return round;
          },
          led -> calls.add(led.getClass().getSimpleName()));

  @Test
  void itActsThenTheFollowersLookThenItPlans() {
    turn.run();

    assertThat(calls)
        .containsExactly("act", "first sees IN_SERVICE of 2", "second sees 2", "plan", "Led");
  }

  @Test
  void thatAnotherMemberPlansIsTold() {
    round = new Round.NotLeading();

    turn.run();

    assertThat(calls).endsWith("plan", "NotLeading");
  }

  @Test
  void withoutAPlaceNobodyLooksAndNothingIsPlanned() {
    hasPlace = false;

    turn.run();

    assertThat(calls).containsExactly("act", "no place");
  }

  private void act() {
    calls.add("act");
    if (hasPlace) {
      scene.stage(Stage.IN_SERVICE, null);
    }
  }
}
