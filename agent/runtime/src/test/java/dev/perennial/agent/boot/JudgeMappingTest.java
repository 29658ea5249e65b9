package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.settings.Settings;
import dev.perennial.agent.settings.Sources;
import dev.perennial.coordinator.aging.JudgeSettings;
import dev.perennial.coordinator.aging.JudgeSettings.Limit;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeMappingTest {
  private static JudgeSettings judge(String args) {
    return JudgeMapping.judge(Settings.read(new Sources(args, new Properties(), Map.of())), "s1");
  }

  @Test
  void theDefaultLevelsAreTheJudgesOwn() {
    Settings none = Settings.read(new Sources("", new Properties(), Map.of()));
    JudgeSettings own = JudgeSettings.defaults();

    JudgeMapping.LIMITS.forEach(
        (indicator, key) -> {
          assertThat(own.limits().get(indicator)).extracting("unstable").isEqualTo(none.ratio(key));
          assertThat(judge("").limits().get(indicator)).isEqualTo(own.limits().get(indicator));
        });
  }

  /** The default of the heap is 0.85. */
  @ParameterizedTest
  @ValueSource(strings = {"0.85", "0.80", "0.90"})
  void aLevelThatIsGivenIsFirmEvenIfItIsTheDefault(String level) {
    Limit limit = judge("limit.heap.live=" + level).limits().get("heap.live");

    assertThat(limit).isNotNull();
    assertThat(limit.unstable()).isEqualTo(Double.parseDouble(level));
    assertThat(limit.firm()).isTrue();
  }
}
