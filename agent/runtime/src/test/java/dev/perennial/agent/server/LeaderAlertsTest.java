package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.alert.Alert;
import dev.perennial.coordinator.reconcile.Reconciler.Round;
import dev.perennial.coordinator.roster.Decision;
import dev.perennial.coordinator.roster.Decision.Alert.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaderAlertsTest {
  private final List<String> said = new ArrayList<>();
  private final List<List<Alert>> held = new ArrayList<>();
  private final LeaderAlerts alerts =
      new LeaderAlerts(
          "shop",
          new LeaderAlerts.Channels() {
            @Override
            public void hold(List<Alert> present) {
              held.add(present);
            }

            @Override
            public void forget() {
              said.add("forgotten");
            }
          },
          line -> said.add("info " + line),
          line -> said.add("warn " + line),
          Scene.CLOCK);

  @Test
  void anAlertThatGoesOnIsLoggedOnceAndHeldEachTime() {
    Decision.Alert held1 = new Decision.Alert("a", Kind.NO_SUCCESSOR, "b is no spare");

    alerts.tell(led(held1));
    alerts.tell(led(held1));

    assertThat(said).containsExactly("warn NO_SUCCESSOR a: b is no spare");
    Alert sent =
        new Alert(
            Scene.CLOCK.instant(), "shop", "a", "NO_SUCCESSOR", Alert.State.HOLDS, "b is no spare");
    assertThat(held).containsExactly(List.of(sent), List.of(sent));
  }

  @Test
  void oneThatIsOverIsTakenBackAndLoggedAgainWhenItComesBack() {
    Decision.Alert alert = new Decision.Alert("a", Kind.HELD, "held");

    alerts.tell(led(alert));
    alerts.tell(led());
    alerts.tell(led(alert));

    assertThat(said)
        .containsExactly("warn HELD a: held", "info over: HELD a: held", "warn HELD a: held");
    assertThat(held.get(1)).isEmpty();
  }

  @Test
  void aPlanThatChangesSomethingTakesNothingBack() {
    Decision.Alert alert = new Decision.Alert("a", Kind.HELD, "held");

    alerts.tell(led(alert));
    alerts.tell(
        new Round.Led(
            List.of(),
            Optional.of(new Decision.Change(Scene.roster(Scene.b()), "b came")),
            Optional.empty()));
    alerts.tell(led());

    assertThat(said)
        .containsExactly("warn HELD a: held", "info plan: b came", "info over: HELD a: held");
    assertThat(held.get(1)).isEqualTo(held.get(0));
  }

  @Test
  void whatWasLostHappenedOnceAndIsNeverOver() {
    alerts.tell(led(new Decision.Alert("a", Kind.LOSS_L1, "lost")));
    alerts.tell(led());

    assertThat(said).containsExactly("warn LOSS_L1 a: lost");
    assertThat(held.get(0)).extracting(Alert::state).containsExactly(Alert.State.EVENT);
  }

  @Test
  void whoLeadsNoMoreTakesNothingBack() {
    alerts.tell(led(new Decision.Alert("a", Kind.HELD, "held")));
    alerts.tell(new Round.NotLeading());
    alerts.tell(new Round.NotLeading());
    alerts.tell(led());

    assertThat(said).containsExactly("warn HELD a: held", "forgotten");
  }

  @Test
  void whoMerelyWaitsIsLoggedAndNobodyIsSentFor() {
    alerts.tell(led(new Decision.Alert("a", Kind.WAITING, "b is out")));

    assertThat(said).containsExactly("warn WAITING a: b is out");
    assertThat(held).containsExactly(List.of());
  }

  @Test
  void aChangeIsLoggedWithItsReason() {
    alerts.tell(
        new Round.Led(
            List.of(),
            Optional.of(new Decision.Change(Scene.roster(Scene.b()), "a is unstable")),
            Optional.empty()));

    assertThat(said).containsExactly("info plan: a is unstable");
  }

  private static Round.Led led(Decision.Alert... alerts) {
    return new Round.Led(List.of(alerts), Optional.empty(), Optional.empty());
  }
}
