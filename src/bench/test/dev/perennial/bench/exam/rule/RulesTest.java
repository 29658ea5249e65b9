package dev.perennial.bench.exam.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.bench.exam.Rule;
import dev.perennial.bench.exam.Sample;
import dev.perennial.bench.exam.TinyTrace;
import dev.perennial.coordinator.aging.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class RulesTest {
  @Test
  void aLevelMustLastWithoutABreak() {
    Rule rule = new LevelRule(0.85, 300, "heap.live");

    assertThat(alarm(rule, 0, 0.9)).isFalse();
    assertThat(alarm(rule, 290, 0.9)).isFalse();
    assertThat(alarm(rule, 295, 0.8)).isFalse();
    assertThat(alarm(rule, 300, 0.9)).isFalse();
    assertThat(alarm(rule, 599, 0.9)).isFalse();
    assertThat(alarm(rule, 600, 0.9)).isTrue();
  }

  @Test
  void aLevelThatIsNotReadIsNotExceeded() {
    Rule rule = new LevelRule(0.85, 300, "threads");

    assertThat(alarm(rule, 0, 0.9)).isFalse();
    assertThat(alarm(rule, 600, 0.9)).isFalse();
  }

  @Test
  void mannKendallFollowsTheFormula() {
    double[] rising = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
    double[] flat = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    double[] ties = {1, 1, 2, 2};

    // S = 45, variance = 10 * 9 * 25 / 18 = 125.
    assertThat(MannKendallRule.z(rising)).isCloseTo(44 / Math.sqrt(125), within(1e-9));
    assertThat(MannKendallRule.z(flat)).isZero();
    // S = 4, variance = (4 * 3 * 13 - 2 * 2 * 1 * 9) / 18.
    assertThat(MannKendallRule.z(ties)).isCloseTo(3 / Math.sqrt(120 / 18.0), within(1e-9));
  }

  @Test
  void mannKendallNeedsItsWholeWindow() {
    Rule rule = new MannKendallRule(24);
    int first = -1;
    for (int minute = 0; minute < 200 && first < 0; minute++) {
      first = alarm(rule, minute * 60, minute / 1000.0) ? minute : -1;
    }

    assertThat(first).isEqualTo(120);
  }

  @Test
  void debtGrowsWhileHardlyAnythingElseRuns() {
    Rule rule = new GcDebtRule();

    assertThat(rule.judge(gcTime(0, 0)).alarm()).isFalse();
    assertThat(rule.judge(gcTime(29, 29)).alarm()).isFalse();
    assertThat(rule.judge(gcTime(31, 31)).alarm()).isTrue();
  }

  @Test
  void ageIsEnoughForTheUptimeRule() {
    Rule rule = new UptimeRule();

    assertThat(rule.judge(uptime(86_399)).alarm()).isFalse();
    assertThat(rule.judge(uptime(86_400)).alarm()).isTrue();
  }

  @Test
  void ourJudgeIsAsItComes() {
    Rule calm = new OurJudge();
    Rule full = new OurJudge();
    boolean alarm = false;
    for (int at = 0; at < 3_600; at += 10) {
      assertThat(alarm(calm, at, 0.3)).isFalse();
      alarm |= alarm(full, at, 0.99);
    }

    assertThat(alarm).isTrue();
  }

  private static boolean alarm(Rule rule, double at, double level) {
    return rule.judge(TinyTrace.sample(at, level)).alarm();
  }

  private static Sample gcTime(double at, double seconds) {
    return new Sample(at, List.of(new Reading("gc.time", seconds, 0, "seconds")));
  }

  private static Sample uptime(double seconds) {
    return new Sample(seconds, List.of(new Reading("uptime", seconds, 0, "seconds")));
  }
}
