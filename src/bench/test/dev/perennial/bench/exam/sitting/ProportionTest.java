package dev.perennial.bench.exam.sitting;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProportionTest {
  /** Wilson's intervals from a table. */
  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0   | 0   | none
          1   | 1   | 100.0 % [20.7, 100.0]
          0   | 10  | 0.0 % [0.0, 27.8]
          81  | 263 | 30.8 % [25.5, 36.6]
          540 | 540 | 100.0 % [99.3, 100.0]
          """)
  void theIntervalIsWilsons(long part, long all, String text) {
    assertThat(new Proportion(part, all).text()).isEqualTo(text);
  }
}
