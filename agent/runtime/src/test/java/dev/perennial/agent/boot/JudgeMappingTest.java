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

  @Test
  void whatAnOperatorAllowsAtMostIsJudgedByIt() {
    JudgeSettings none = judge("");
    assertThat(none.most()).isEmpty();
    assertThat(none.limits()).doesNotContainKey("memory.process");

    JudgeSettings all = judge("max-uptime=10h,max-requests=1000,max-memory=900m");
    assertThat(all.most()).containsOnlyKeys("uptime", "load.served");
    assertThat(all.most().get("uptime")).isBetween(9 * 3600.0, 10 * 3600.0);
    assertThat(all.most().get("load.served")).isBetween(900.0, 1000.0);
    assertThat(all.limits().get("memory.process"))
        .extracting(Limit::unstable, Limit::of, Limit::firm)
        .containsExactly(900.0 * (1 << 20), Limit.Of.VALUE, true);
    assertThat(judge("max-requests=1").most()).containsEntry("load.served", 1.0);
    assertThat(judge("max-memory=80%").limits().get("memory.process"))
        .extracting(Limit::unstable, Limit::of, Limit::firm)
        .containsExactly(0.8, Limit.Of.LIMIT, true);
  }
}
