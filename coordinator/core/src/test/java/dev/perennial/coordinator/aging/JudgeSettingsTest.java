package dev.perennial.coordinator.aging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.coordinator.aging.JudgeSettings.Limit;
import org.junit.jupiter.api.Test;

class JudgeSettingsTest {
  @Test
  void defaults() {
    JudgeSettings settings = JudgeSettings.defaults();

    assertThat(settings.holdSeconds()).isEqualTo(300);
    assertThat(settings.criticalHoldSeconds()).isEqualTo(30);
    assertThat(settings.gcWeight()).isEqualTo(0.33);
    assertThat(settings.gcDebtSeconds()).isEqualTo(30);
    assertThat(settings.emergencyGcWeight()).isEqualTo(5);
    assertThat(settings.emergencyGcDebtSeconds()).isEqualTo(30);
    assertThat(settings.most()).isEmpty();
    assertThat(settings.limits().get("heap.live").unstable()).isEqualTo(0.85);
    assertThat(settings.limits().values()).noneMatch(Limit::firm);
  }

  @Test
  void whatAnOperatorSetsIsFirm() {
    JudgeSettings settings = JudgeSettings.defaults().withLimit("threads", Limit.at(0.8));

    assertThat(settings.limits().get("threads"))
        .isEqualTo(new Limit(0.8 * 0.875, 0.8, 0.9, true, Limit.Of.LIMIT));
  }

  @Test
  void aShortHoldTimeShortensTheCriticalOne() {
    assertThat(JudgeSettings.defaults().withHold(5).criticalHoldSeconds()).isEqualTo(5);
    assertThat(JudgeSettings.defaults().withHold(600).criticalHoldSeconds()).isEqualTo(30);
  }

  @Test
  void namesTheMistakeAndWhatIsAllowed() {
    assertThatThrownBy(() -> JudgeSettings.defaults().withHold(-1))
        .hasMessage("holdSeconds (-1.0) must be 0 or more");
    assertThatThrownBy(() -> JudgeSettings.defaults().withMost("uptime", 0))
        .hasMessage("most uptime (0.0) must be more than 0");
    assertThatThrownBy(() -> new Limit(0.9, 0.8, 0.95))
        .hasMessage("levels (0.9, 0.8, 0.95) must rise and be above 0");
  }

  @Test
  void onlyWhatHasNoLimitByItsNatureIsJudgedByItsValue() {
    assertThat(
            JudgeSettings.defaults().limits().entrySet().stream()
                .filter(e -> e.getValue().of() == Limit.Of.VALUE)
                .map(java.util.Map.Entry::getKey))
        .containsExactlyInAnyOrder("threads.deadlocked", "load.latency.p99", "latency.drift");
    assertThat(JudgeSettings.defaults().withLimit("x", Limit.warningFromValue(3)).limits().get("x"))
        .extracting(Limit::of)
        .isEqualTo(Limit.Of.VALUE);
  }

  @Test
  void levelsFollowFromTheOneThatIsUnstable() {
    assertThat(Limit.at(0.8)).isEqualTo(new Limit(0.8 * 0.875, 0.8, 0.9));
    assertThat(Limit.at(2)).isEqualTo(new Limit(1.75, 2, 2));
  }
}
