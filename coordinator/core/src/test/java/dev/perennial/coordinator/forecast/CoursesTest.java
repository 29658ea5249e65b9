package dev.perennial.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An hour of growth, a value each minute, with a little noise; 1 is the limit. */
class CoursesTest {
  private static final double SECONDS = 3600;
  private static final double SPREAD = 0.3;

  private static DoubleUnaryOperator growth(String kind) {
    return switch (kind) {
      case "even" -> u -> 0.2 + 0.4 * u;
      case "squared" -> u -> 0.2 + 0.4 * u * u;
      case "exponential" -> u -> 0.2 + 0.4 * Math.expm1(3 * u) / Math.expm1(3);
      case "quicker" -> u -> 0.2 + (u < 0.5 ? 0.2 * u : 0.1 + 0.6 * (u - 0.5));
      case "slower" -> u -> 0.2 + (u < 0.5 ? 0.6 * u : 0.3 + 0.2 * (u - 0.5));
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static Window window(DoubleUnaryOperator growth, double noise) {
    Random random = new Random(5);
    double[] x = new double[60];
    double[] y = new double[60];
    long[] numbers = new long[60];
    for (int i = 0; i < 60; i++) {
      x[i] = (i + 0.5) * 60;
      y[i] = growth.applyAsDouble(x[i] / SECONDS) + noise * random.nextGaussian();
      numbers[i] = i;
    }
    return new Window(x, y, numbers, 60);
  }

  private static Courses.Exhaustion exhaustion(String kind, double noise) {
    Window window = window(growth(kind), noise);
    double left = 1 - growth(kind).applyAsDouble(1);
    return Courses.of(window, left, window.fit().slope(), SPREAD);
  }

  /**
   * When 1 is reached, in hours from the window's end: by that growth, or for a changed pace by one
   * between the last and that of the whole.
   */
  @ParameterizedTest
  @CsvSource({
    "even, 1.0",
    "squared, 0.41",
    "exponential, 0.22",
    "quicker, 0.75",
    "slower, 1.43",
  })
  void goesOnAsItHasBeen(String kind, double hours) {
    Courses.Exhaustion found = exhaustion(kind, 0.002);

    assertThat(found.seconds() / SECONDS).isCloseTo(hours, within(0.2 * hours));
    assertThat(found.low() / SECONDS).isLessThan(hours);
    assertThat(found.high() / SECONDS).isGreaterThan(hours);
  }

  @ParameterizedTest
  @CsvSource({
    "even, 0, 0.5",
    "squared, 0.5, 1",
    "exponential, 0.5, 1",
    "quicker, 0, 0.5",
    "slower, 0, 0.1"
  })
  void knowsWhatGetsFasterAndFaster(String kind, double least, double most) {
    assertThat(exhaustion(kind, 0.002).faster()).isBetween(least, most);
  }

  @ParameterizedTest
  @CsvSource({"even", "squared"})
  void noiseHidesTheCourseAndWidensTheInterval(String kind) {
    Courses.Exhaustion clear = exhaustion(kind, 0.002);
    Courses.Exhaustion noisy = exhaustion(kind, 0.06);

    assertThat(noisy.high() / noisy.low()).isGreaterThan(clear.high() / clear.low());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 0.4})
  void anExactFitIsForecastToo(double left) {
    Courses.Exhaustion found = Courses.of(window(growth("even"), 0), left, 0.4 / SECONDS, SPREAD);

    assertThat(found.seconds() / SECONDS).isCloseTo(left / 0.4, within(0.02));
    assertThat(found.low()).isLessThanOrEqualTo(found.seconds());
    assertThat(found.high()).isGreaterThanOrEqualTo(found.seconds());
  }

  @ParameterizedTest
  @CsvSource({"0.1, 1.41", "0.3, 2.82", "0.6, 7.97"})
  void theIntervalOfOneCourseIsAsWideAsPacesMayDiffer(double spread, double ratio) {
    Window window = window(growth("even"), 1e-6);
    Courses.Exhaustion found = Courses.of(window, 0.4, 0.4 / SECONDS, spread);

    assertThat(found.high() / found.low()).isCloseTo(ratio, within(0.03 * ratio));
  }
}
