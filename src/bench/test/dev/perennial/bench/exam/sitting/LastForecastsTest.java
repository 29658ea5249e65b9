package dev.perennial.bench.exam.sitting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.bench.exam.Rule.Forecast;
import org.junit.jupiter.api.Test;

final class LastForecastsTest {
  private final LastForecasts last = new LastForecasts();

  @Test
  void eachLifeHasAsManyMomentsHoweverLong() {
    for (double end : new double[] {100, 1000, 100_000}) {
      LastForecasts.Life life = last.life(0, end);
      for (double now = 0; now < end; now += end / 1000) {
        life.look(now, null);
      }
    }

    assertThat(last.moments()).isEqualTo(3 * LastForecasts.MOMENTS);
    assertThat(last.forecasts()).isZero();
  }

  @Test
  void nothingBeforeTheLastThirtyPercentCounts() {
    LastForecasts.Life life = last.life(0, 1000);
    life.look(699, new Forecast(1, 1, 1));
    assertThat(last.moments()).isZero();

    life.look(706, new Forecast(1, 1, 1));
    assertThat(last.moments()).isEqualTo(1);
  }

  @Test
  void lateAndSafeAreToldApart() {
    LastForecasts.Life life = last.life(0, 1000);
    life.look(710, new Forecast(300, 100, 390));
    life.look(720, new Forecast(270, 281, 561));
    life.look(730, new Forecast(271, 290, 830));

    assertThat(last.forecasts()).isEqualTo(3);
    assertThat(last.late()).isEqualTo(2);
    assertThat(last.safe()).isEqualTo(1);
    assertThat(last.medianWidth()).isCloseTo(1, within(1e-9));
  }
}
