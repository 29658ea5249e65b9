package dev.perennial.coordinator.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackOffTest {
  @ParameterizedTest(name = "after {0} failures {1} s")
  @CsvSource({"1, 5", "2, 10", "3, 20", "4, 40", "5, 60", "6, 60", "2000000000, 60"})
  void eachPauseIsTwiceTheLastUpToTheLongest(int failures, long seconds) {
    assertThat(BackOff.SECONDS.after(failures)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aPauseOfNothingWouldBeABusyLoop() {
    assertThatThrownBy(() -> new BackOff(Duration.ZERO, Duration.ofSeconds(1)))
        .hasMessageContaining("first (PT0S) must be positive");
  }
}
