package dev.perennial.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two days, a value each half hour; what grows grows by 0.4. */
class OnsetTest {
  private static final int SIZE = 96;
  private static final int WIDTH = 1800;

  private static double[] values(DoubleUnaryOperator of) {
    double[] values = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = of.applyAsDouble((i + 0.5) / SIZE);
    }
    return values;
  }

  private static double[] load() {
    return values(u -> Math.sin(4 * Math.PI * u));
  }

  private static Window window(DoubleUnaryOperator growth, double noise, double byLoad) {
    Random random = new Random(3);
    double[] load = load();
    double[] y = values(growth);
    long[] numbers = new long[SIZE];
    for (int i = 0; i < SIZE; i++) {
      y[i] += byLoad * load[i] + noise * random.nextGaussian();
      numbers[i] = i;
    }
    return new Window(values(u -> u * SIZE * WIDTH), y, numbers, WIDTH);
  }

  private static DoubleUnaryOperator since(double part) {
    return u -> 0.3 + 0.4 * Math.max(0, u - part) / (1 - part);
  }

  /** Part of the window after which it grows, noise, and by how much the load moves it. */
  @ParameterizedTest
  @CsvSource({
    "0.2, 0.005, 0",
    "0.3, 0.005, 0",
    "0.5, 0.005, 0",
    "0.3, 0.005, 0.1",
    "0.5, 0.01, 0.1"
  })
  void growthCountsFromWhenItBegan(double part, double noise, double byLoad) {
    int found = Onset.of(window(since(part), noise, byLoad), List.of(load()));

    assertThat(found / (double) SIZE).isCloseTo(part, within(0.06));
  }

  @ParameterizedTest
  @ValueSource(strings = {"even", "squared", "exponential", "slower"})
  void whatGrewAllAlongIsLeftWhole(String kind) {
    DoubleUnaryOperator growth =
        switch (kind) {
          case "even" -> u -> 0.3 + 0.4 * u;
          case "squared" -> u -> 0.3 + 0.4 * u * u;
          case "exponential" -> u -> 0.3 + 0.4 * Math.expm1(3 * u) / Math.expm1(3);
          default -> u -> 0.3 + 0.4 * Math.sqrt(u);
        };
    Window window = window(growth, 0.005, 0.05);

    assertThat(Onset.of(window, List.of(load()))).isZero();
  }

  @Test
  void aFewValuesAreLeftWhole() {
    Window few = window(since(0.5), 0.005, 0).part(30, 66);

    assertThat(Onset.of(few, List.of())).isZero();
  }
}
