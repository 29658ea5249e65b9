package dev.perennial.coordinator.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Growth along a parabola, and a cause that comes and goes, or only rises. */
class BendTest {
  private static final int SIZE = 50;

  @ParameterizedTest
  @CsvSource({"0, 0, 0.5", "3, 0, 0.5", "3, 4, 0.5", "0, -4, 2", "1, 1, 0"})
  void findsTheShareOfACauseBesideTheCurve(double slope, double curve, double share) {
    double[] x = new double[SIZE];
    double[] cause = new double[SIZE];
    double[] y = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      x[i] = 100 + i;
      double u = i / (double) SIZE;
      cause[i] = Math.sin(i / 3.0) + 5;
      y[i] = 7 + slope * u + curve * u * u + share * cause[i];
    }

    Bend bend = Bend.of(x, cause, Bend.rests(x, y));

    assertThat(bend.share()).isCloseTo(share, within(1e-6));
    assertThat(bend.rest()).isCloseTo(0, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void aCauseThatIsACurveItselfExplainsNothing(int power) {
    double[] x = new double[SIZE];
    double[] cause = new double[SIZE];
    double[] y = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      x[i] = i;
      cause[i] = Math.pow(i, power);
      y[i] = i * i + Math.cos(i);
    }
    double[] rests = Bend.rests(x, y);

    Bend bend = Bend.of(x, cause, rests);

    assertThat(bend.share()).isZero();
    assertThat(bend.rest()).isEqualTo(Bend.squares(rests));
  }
}
