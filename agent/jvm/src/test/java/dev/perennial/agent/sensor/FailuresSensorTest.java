package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.perennial.agent.load.LoadMeter;
import dev.perennial.coordinator.aging.Reading;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FailuresSensorTest {
  /** Steps of: seconds, requests in each, and how many of them fail. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          120 10 0                  | 0
          120 10 0, 60 10 5         | 0.5
          120 10 0, 30 10 10        | 0.5
          120 10 0, 60 1000 500     | 0.5
          120 10 1, 60 10 1         | 0
          120 10 5, 60 10 10        | 0.5
          120 10 0, 60 10 10, 60 10 0 | 0
          120 10 0, 14400 10 10     | 0.14
          120 10 0, 61 0 0          | NaN
          120 10 0, 60 0 0, 10 1 1  | NaN
          """)
  void theShareBeyondWhatIsUsual(String steps, double expected) {
    AtomicLong clock = new AtomicLong();
    LoadMeter meter = new LoadMeter(clock::get);
    FailuresSensor sensor = new FailuresSensor(meter, clock::get);
    Optional<Reading> last = Optional.empty();
    for (String step : steps.split(", ")) {
      String[] figures = step.trim().split(" ");
      for (int second = 0; second < Integer.parseInt(figures[0]); second++) {
        for (int request = 0; request < Integer.parseInt(figures[1]); request++) {
          meter.started();
          meter.ended(1_000_000);
          if (request < Integer.parseInt(figures[2])) {
            meter.failed();
          }
        }
        clock.addAndGet(1_000_000_000);
        last = sensor.read();
      }
    }

    if (Double.isNaN(expected)) {
      assertThat(last).isEmpty();
    } else {
      assertThat(last.orElseThrow().value()).isCloseTo(expected, within(0.02));
    }
  }
}
