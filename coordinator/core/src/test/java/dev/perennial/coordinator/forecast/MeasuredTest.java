package dev.perennial.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasuredTest {
  private final Measured measured = new Measured();

  @Test
  void theSameReadingIsNoOtherMeasurement() {
    assertThat(measured.add(0, 5)).isTrue();
    assertThat(measured.add(1, 5)).isFalse();
    assertThat(measured.add(2, 6)).isTrue();
    assertThat(measured.add(3, 5)).isTrue();
  }

  /** Values one hundred seconds apart, whether they rise. */
  @ParameterizedTest
  @CsvSource({
    "1 2 3 4, false",
    "1 2 3 4 5, true",
    "5 4 3 2 1, false",
    "1 2 3 5 4, false",
    "1 2 3 4 6 5, true",
    "1 2 3 5 6 4, false",
    "1 2 3 4 5 6, true",
    "1 3 2 4 5 6 7 8 9, true",
    "1 9 2 8 3 7 4 6 5, false"
  })
  void measurementsRiseIfTheyHardlyCouldByChance(String values, boolean rise) {
    double at = 0;
    for (String value : values.split(" ")) {
      measured.add(at += 100, Double.parseDouble(value));
    }
    boolean found = false;
    for (int length = 0; length < Measured.lengths(); length++) {
      found |= measured.rising(length, 0) != null;
    }

    assertThat(found).isEqualTo(rise);
  }

  @Test
  void measurementsAtTheSameTimeCountOnce() {
    for (int i = 0; i < 4; i++) {
      measured.add(i * 1000, 2 * i);
      measured.add(i * 1000 + 1, 2 * i + 1);
    }

    assertThat(measured.rising(0, 0)).isNull();
    assertThat(measured.rising(1, 0)).isNull();
  }

  @Test
  void youthDoesNotCount() {
    for (int i = 0; i < 6; i++) {
      measured.add(100 * i, i);
    }

    assertThat(measured.rising(0, 0)).isNotNull();
    assertThat(measured.rising(0, 150)).isNull();
  }

  @Test
  void theWindowGoesEvenlyFromOneToTheNext() {
    for (double at : new double[] {0, 40, 50, 130, 230}) {
      measured.add(at, 10 * at);
    }

    Window window = measured.rising(0, 0);

    assertThat(window).isNotNull();
    assertThat(window.x()[0]).isZero();
    assertThat(window.x()[window.size() - 1]).isEqualTo(230);
    assertThat(Arrays.stream(window.y()).map(y -> y / 10).toArray())
        .usingComparatorWithPrecision(1e-9)
        .containsExactly(window.x());
  }

  /** Seconds between measurements, seconds of the life, whether buckets show stairs. */
  @ParameterizedTest
  @CsvSource({"10, 600, false", "60, 600, true", "60, 7200, false", "600, 7200, true"})
  void measurementsAreSparseForTheLifeTheyAreIn(double apart, double life, boolean sparse) {
    for (int i = 0; i < 10; i++) {
      measured.add(i * apart, i);
    }

    assertThat(measured.isSparse(0, life)).isEqualTo(sparse);
  }
}
