package dev.perennial.bench.exam.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.bench.exam.Sample;
import dev.perennial.coordinator.aging.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

final class CollapseTest {
  private static final int HOUR = 60;

  /** Returns a sample each minute for six hours. */
  private static List<Sample> samples(IntToDoubleFunction secondsAtMinute) {
    List<Sample> samples = new ArrayList<>();
    for (int minute = 0; minute < 6 * HOUR; minute++) {
      double seconds = secondsAtMinute.applyAsDouble(minute);
      samples.add(
          new Sample(
              60.0 * minute,
              Double.isNaN(seconds)
                  ? List.of()
                  : List.of(new Reading(Collapse.RESPONSE, seconds, 0, "seconds"))));
    }
    return samples;
  }

  @Test
  void itIsWhenHalfAnHourWasMostlyThreeTimesAsSlow() {
    double at = Collapse.at(samples(minute -> minute < 4 * HOUR ? 0.5 : 1.6));

    assertThat(at / 60).isBetween(4 * HOUR + 14.0, 4 * HOUR + 17.0);
  }

  @Test
  void singleSlowAnswersAndTwiceAsSlowAreNone() {
    assertThat(Collapse.at(samples(minute -> minute % 5 == 0 ? 30 : 0.5))).isNaN();
    assertThat(Collapse.at(samples(minute -> minute < 2 * HOUR ? 0.5 : 1.2))).isNaN();
  }

  @Test
  void whatNobodyMeasuredDidNotCollapse() {
    assertThat(Collapse.at(samples(minute -> Double.NaN))).isNaN();
  }
}
