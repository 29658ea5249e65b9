package dev.perennial.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersistenceTest {
  @ParameterizedTest
  @CsvSource({"0, 0", "600, 60", "36000, 3600", "72000, 7200", "8640000, 7200"})
  void aTenthOfTheWorkButNotForLong(double worked, double seconds) {
    assertThat(Persistence.seconds(worked)).isEqualTo(seconds);
  }
}
