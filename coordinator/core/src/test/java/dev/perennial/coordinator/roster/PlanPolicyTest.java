package dev.perennial.coordinator.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PlanPolicyTest {
  @Test
  void takesOneOutAtATimeByDefault() {
    PlanPolicy policy = PlanPolicy.defaults();

    assertThat(policy.maxOut()).isEqualTo(1);
    assertThat(policy.minAvailable()).isEqualTo(1);
    assertThat(policy.maxPerHour()).isEqualTo(12);
  }

  @Test
  void namesTheMistakeAndWhatIsAllowed() {
    PlanPolicy policy = PlanPolicy.defaults();

    assertThatThrownBy(() -> policy.withCapacity(0, 1, 1))
        .hasMessage("maxOut (0) must be at least 1");
    assertThatThrownBy(() -> policy.withCapacity(1, -1, 1))
        .hasMessage("minAvailable (-1) must be at least 0");
    assertThatThrownBy(() -> policy.withCapacity(1, 1, 0))
        .hasMessage("maxPerHour (0) must be at least 1");
  }

  @Test
  void waitsTheLongerTheMoreFailuresThereWere() {
    PlanPolicy policy = PlanPolicy.defaults();

    assertThat(policy.backoffAfter(1, -1)).as("no end is foreseen").isEqualTo(60_000);
    assertThat(policy.backoffAfter(1, 3_600)).isEqualTo(60_000);
    assertThat(policy.backoffAfter(1, 66)).as("half of the time left").isEqualTo(33_000);
    assertThat(policy.backoffAfter(100, 66)).isEqualTo(33_000);
    assertThat(policy.backoffAfter(1, 0)).as("but no faster than that").isEqualTo(5_000);
    assertThat(policy.backoffAfter(0, 66)).isZero();
    assertThat(policy.backoffAfter(0)).isZero();
    assertThat(policy.backoffAfter(1)).isEqualTo(60_000);
    assertThat(policy.backoffAfter(3)).isEqualTo(240_000);
    assertThat(policy.backoffAfter(100)).isEqualTo(64 * 60_000);
  }
}
