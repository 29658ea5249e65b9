package dev.perennial.coordinator.aging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GcDebtTest {
  /** Debt reaches T after T / (g - w (1 - g)) seconds, or never if g is below w / (1 + w). */
  @ParameterizedTest(name = "weight {0}, {1} of the time in collection: 30 s of debt after {2} s")
  @CsvSource({
    "5, 1.00, 30",
    "5, 0.90, 75",
    "5, 0.84, 750",
    "5, 0.83, -1",
    "5, 0.50, -1",
    "0.33, 1.00, 30",
    "0.33, 0.50, 90",
    "0.33, 0.30, 435",
    "0.33, 0.24, -1",
    "0.33, 0.05, -1",
  })
  void growsAsTheAlgebraSays(double weight, double share, int expectedSeconds) {
    GcDebt debt = new GcDebt(weight, 60);
    int reached = -1;
    for (int second = 0; second <= 2000 && reached < 0; second++) {
      if (debt.advance(second * share, second) >= 30 - 1e-6) {
        reached = second;
      }
    }

    assertThat((double) reached).isCloseTo(expectedSeconds, within(1.0));
  }

  @Test
  void isPaidBackByRunning() {
    GcDebt debt = new GcDebt(0.5, 60);
    debt.advance(0, 0);

    assertThat(debt.advance(20, 20)).isEqualTo(20);
    assertThat(debt.advance(20, 40)).isEqualTo(10);
    assertThat(debt.advance(20, 80)).isZero();
    assertThat(debt.advance(22, 82)).isEqualTo(2);
    assertThat(debt.seconds()).isEqualTo(2);
  }

  @Test
  void collectorsThatRunBesideTheApplicationCannotClaimMoreThanTheTime() {
    GcDebt debt = new GcDebt(0.5, 60);
    debt.advance(0, 0);

    assertThat(debt.advance(40, 10)).isEqualTo(10);
  }

  @Test
  void hasACeiling() {
    GcDebt debt = new GcDebt(0.5, 60);
    debt.advance(0, 0);

    assertThat(debt.advance(1000, 1000)).isEqualTo(60);
  }

  @Test
  void aNewLifeOwesNothing() {
    GcDebt debt = new GcDebt(0.5, 60);
    debt.advance(0, 0);
    debt.advance(20, 20);

    assertThat(debt.advance(1, 21)).isZero();
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> new GcDebt(0, 1)).hasMessage("weight (0.0) must be more than 0");
    assertThatThrownBy(() -> new GcDebt(1, 0)).hasMessage("ceiling (0.0) must be more than 0");
  }
}
