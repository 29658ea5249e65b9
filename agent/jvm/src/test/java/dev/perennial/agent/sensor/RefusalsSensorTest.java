package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RefusalsSensorTest {
  /** Each step is read each second for so many seconds, with so many errors in each. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          100x0              | 0
          100x0 1x1          | 1
          100x0 1x5000       | 1
          100x0 3x1          | 3
          30x1               | 30
          100x1              | 60
          100x1 30x0         | 30
          100x1 59x0         | 1
          100x1 60x0         | 0
          1x1 58x0           | 1
          1x1 60x0           | 0
          10x1 20x0 10x1     | 20
          """)
  void theSecondsOfTheLastMinuteCount(String steps, int seconds) {
    AtomicLong errors = new AtomicLong(7);
    AtomicLong clock = new AtomicLong(-5);
    RefusalsSensor sensor = new RefusalsSensor(errors::get, clock::get);
    double value = Double.NaN;
    for (String step : steps.split(" ")) {
      String[] times = step.split("x");
      for (int i = 0; i < Integer.parseInt(times[0]); i++) {
        errors.addAndGet(Long.parseLong(times[1]));
        clock.addAndGet(1_000_000_000);
        value = sensor.read().orElseThrow().value();
      }
    }

    assertThat(value).isCloseTo(seconds / 60.0, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "59, 1", "60, 0", "100000, 0"})
  void aPauseWithoutReadingsIsTime(long pauseSeconds, int seconds) {
    AtomicLong errors = new AtomicLong();
    AtomicLong clock = new AtomicLong();
    RefusalsSensor sensor = new RefusalsSensor(errors::get, clock::get);
    clock.addAndGet(1_000_000_000);
    errors.incrementAndGet();
    assertThat(sensor.read().orElseThrow().value()).isCloseTo(1 / 60.0, within(1e-9));

    clock.addAndGet(pauseSeconds * 1_000_000_000);

    assertThat(sensor.read().orElseThrow().value()).isCloseTo(seconds / 60.0, within(1e-9));
  }
}
