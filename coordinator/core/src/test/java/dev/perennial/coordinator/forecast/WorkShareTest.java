package dev.perennial.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkShareTest {
  private static final int BUCKETS = 96;
  private static final double WIDTH = 1800;

  private final Random random = new Random(3);
  private final Ring rates = new Ring(200);

  /** Returns a window over values that grow by so much a request and so much a second. */
  private Window window(
      IntToDoubleFunction load, double perRequest, double perSecond, double noise) {
    double[] x = new double[BUCKETS];
    double[] y = new double[BUCKETS];
    long[] numbers = new long[BUCKETS];
    double value = 1000;
    for (int i = 0; i < BUCKETS; i++) {
      double rate = load.applyAsDouble(i);
      rates.put(i, rate);
      value += (Double.isNaN(rate) ? 0 : perRequest * rate * WIDTH) + perSecond * WIDTH;
      x[i] = (i + 0.5) * WIDTH;
      y[i] = value + noise * random.nextGaussian();
      numbers[i] = i;
    }
    return new Window(x, y, numbers, (int) WIDTH);
  }

  private static IntToDoubleFunction load(String kind) {
    return switch (kind) {
      case "daily" -> i -> 60 - 50 * Math.cos(i * Math.PI / 24);
      case "nights off" -> i -> i % 48 < 20 ? 0.1 : 80;
      case "even" -> i -> 50;
      default -> i -> Double.NaN;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "daily, 1200, 0, 1e4",
    "daily, 0.002, 0, 0.5",
    "nights off, 1200, 0, 1e5",
    "daily, 500, 100, 1e4"
  })
  void growthThatFollowsTheWorkIsKnownForEachRequest(
      String kind, double perRequest, double perSecond, double noise) {
    double found = WorkShare.of(window(load(kind), perRequest, perSecond, noise), rates);

    assertThat(found).isCloseTo(perRequest, offset(0.1 * perRequest));
  }

  @ParameterizedTest
  @CsvSource({
    "daily, 0, 1000, 1e4",
    "even, 1200, 0, 1e4",
    "unknown, 0, 1000, 1e4",
    "daily, 0, 0, 1e4",
    "daily, -100, 0, 1e4"
  })
  void growthWithTheTimeIsNotSaidToBeARequests(
      String kind, double perRequest, double perSecond, double noise) {
    assertThat(WorkShare.of(window(load(kind), perRequest, perSecond, noise), rates)).isNaN();
  }

  @Test
  void aLoadThatIsHardlyKnownExplainsNothing() {
    Window window = window(i -> i % 3 == 0 ? 50 + i : Double.NaN, 1000, 0, 0);

    assertThat(WorkShare.of(window, rates)).isNaN();
  }
}
