package dev.perennial.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TheilSenTest {
  private static final int N = 60;

  private final double[] x = new double[N];
  private final double[] y = new double[N];

  private void line(double slope, double noise, double outliers, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < N; i++) {
      x[i] = 10.0 * i;
      boolean wild = random.nextDouble() < outliers;
      y[i] = 5 + slope * x[i] + noise * random.nextGaussian() + (wild ? 1e4 : 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"0.5, 0, 0", "0.5, 1, 0", "-0.5, 1, 0", "0.5, 1, 0.2", "0, 0, 0.2"})
  void theSlopeIsThatOfMostPoints(double slope, double noise, double outliers) {
    line(slope, noise, outliers, 1);

    Line fit = TheilSen.fit(x, y, N);

    assertThat(fit.slope()).isCloseTo(slope, offset(0.01));
    assertThat(TheilSen.slope(x, y, N)).isEqualTo(fit.slope());
    assertThat(fit.low()).isLessThanOrEqualTo(fit.slope());
    assertThat(fit.high()).isGreaterThanOrEqualTo(fit.slope());
  }

  @Test
  void theIntervalHoldsTheSlopeAboutNineTimesInTen() {
    int held = 0;
    for (int seed = 0; seed < 400; seed++) {
      line(0.02, 5, 0, seed);
      Line fit = TheilSen.fit(x, y, N);
      held += fit.low() <= 0.02 && fit.high() >= 0.02 ? 1 : 0;
    }

    assertThat(held / 400.0).isBetween(0.84, 0.97);
  }

  @Test
  void whatDoesNotGrowIsSignificantAsSeldomAsThatMayBe() {
    int significant = 0;
    for (int seed = 0; seed < 400; seed++) {
      line(0, 5, 0, seed);
      significant += TheilSen.fit(x, y, N).significance() > 2.33 ? 1 : 0;
    }

    assertThat(significant / 400.0).isLessThan(0.03);
  }

  @Test
  void whatIsEvenHasNoSlopeAndNoSignificance() {
    line(0, 0, 0, 1);

    assertThat(TheilSen.fit(x, y, N).slope()).isZero();
    assertThat(TheilSen.fit(x, y, N).significance()).isZero();
  }

  @Test
  void pointsAtTheSamePlaceHaveNoSlope() {
    assertThat(TheilSen.slope(new double[] {1, 1}, new double[] {1, 2}, 2)).isZero();
  }
}
