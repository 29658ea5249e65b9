package dev.perennial.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A load that adds -0.1 at midnight, when the window ends, and 0.1 at noon; 1 is the limit. */
class PassageTest {
  private static final int WIDTH = 600;
  private static final double HOUR = 3600;
  private static final double SWING = 0.1;

  private static double extra(double seconds) {
    return -SWING * Math.cos(2 * Math.PI * seconds / (24 * HOUR));
  }

  private static Window window(double hours) {
    int n = (int) (hours * HOUR / WIDTH);
    double[] x = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = (i + 1 - n) * (double) WIDTH;
    }
    return new Window(x, new double[n], new long[n], WIDTH);
  }

  private static double left(double seenHours, double left, double slope) {
    Window window = window(seenHours);
    double[] extra = new double[window.size()];
    for (int i = 0; i < extra.length; i++) {
      extra[i] = extra(window.x()[i]);
    }
    return Passage.left(window, extra, left, slope);
  }

  /** Hours until it is full without the load; what there is room for, of 0.5. */
  @ParameterizedTest
  @CsvSource({"4, 0.6", "6, 0.6", "200, 0.4"})
  void soonTheLoadIsWhatItIsNowAndMuchLaterItsPeakCounts(double hours, double room) {
    assertThat(left(48, 0.5, 0.5 / (hours * HOUR))).isCloseTo(room, within(1e-3));
  }

  /** Hours until it is full without the load. */
  @ParameterizedTest
  @ValueSource(doubles = {12, 20, 30, 40, 55, 90})
  void withinDaysItIsFullWhenTheTwoTogetherAre(double hours) {
    double slope = 0.5 / (hours * HOUR);
    double full = 0;
    while (slope * full + extra(full) < 0.5) {
      full += 60;
    }

    assertThat(left(48, 0.5, slope) / slope).isCloseTo(full, within(2.0 * WIDTH));
  }

  @Test
  void whoHasNotSeenADayExpectsTheHighestSeen() {
    assertThat(left(18, 0.5, 0.5 / (40 * HOUR))).isCloseTo(0.4, within(1e-3));
  }

  @Test
  void thereIsNeverLessThanNoRoom() {
    assertThat(left(48, -0.2, 1e-6)).isZero();
  }
}
