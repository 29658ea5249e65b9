package dev.perennial.bench.exam.sitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PoissonTest {
  /** Half of the 95 % quantile of chi-squared with 2 (n + 1) degrees of freedom, from tables. */
  @Test
  void upperBoundsAreThoseOfTheTables() {
    assertThat(Poisson.upper95(0)).isCloseTo(2.996, within(0.001));
    assertThat(Poisson.upper95(1)).isCloseTo(4.744, within(0.001));
    assertThat(Poisson.upper95(4)).isCloseTo(9.154, within(0.001));
    assertThat(Poisson.upper95(14)).isCloseTo(21.886, within(0.001));
  }

  @Test
  void greatCountsDoNotOverflow() {
    assertThat(Poisson.upper95(20_000)).isBetween(20_200.0, 20_300.0);
  }
}
