package dev.perennial.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two hours of values, one each second. */
class SeriesTest {
  private static Series series(DoubleUnaryOperator value) {
    Series series = new Series(true);
    for (int at = 0; at < 7200; at++) {
      series.add(at, value.applyAsDouble(at));
    }
    return series;
  }

  /** Scale, and how far above its floor a value goes that is 5 for a second, then 6 for one. */
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "2, 1", "3, 1"})
  void tellsHowFarAboveItsFloorItGoes(int scale, double above) {
    Series series = series(at -> 5 + at % 2);

    assertThat(series.ring(scale).at(series.ring(scale).next() - 1)).isEqualTo(5);
    assertThat(series.above(scale, 0)).isCloseTo(above, within(0.3));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "3"})
  void whatIsEvenIsItsFloor(int scale) {
    assertThat(series(at -> 5).above(scale, 0)).isZero();
  }

  /** Of a saw-tooth of 100 s the buckets of 10 s see little, those of 5 min nearly all. */
  @ParameterizedTest
  @CsvSource({"1, 0, 0.2", "3, 0.5, 1"})
  void aScaleSeesWhatPassesWithinIt(int scale, double least, double most) {
    assertThat(series(at -> at % 100 / 100).above(scale, 0)).isBetween(least, most);
  }

  /** Of what rises by one a second; whole buckets of 2 s, at their floor. */
  @ParameterizedTest
  @CsvSource({"6990, 7000, 6998", "0, 7000, 6998", "7190, 9000, 7196", "0, 1, -Infinity"})
  void tellsItsHighestWithinATime(double since, double until, double highest) {
    assertThat(series(at -> at).highest(since, until)).isEqualTo(highest);
  }
}
