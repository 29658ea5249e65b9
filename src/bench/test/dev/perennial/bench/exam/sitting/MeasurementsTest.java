package dev.perennial.bench.exam.sitting;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.bench.exam.Run;
import dev.perennial.bench.exam.TinyTrace;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** It ages for 4000 s from 2000 s on, and is looked at each minute. */
class MeasurementsTest {
  /** Every so many seconds another collection. */
  @ParameterizedTest
  @CsvSource({"60, true, true", "900, true, false", "1900, false, false"})
  void whatWasMeasuredOnceShowsNoGrowth(double every, boolean inTime, boolean byHalf) {
    TinyTrace trace = new TinyTrace(at -> 0.01 * Math.floor(at / every), 2000, 6000);
    Measurements measurements = new Measurements(trace);
    for (Run run = trace.run(); run.hasNext(); ) {
      measurements.look(run.next());
    }

    assertThat(measurements.tellInTime()).isEqualTo(inTime);
    assertThat(measurements.tellByHalf()).isEqualTo(byHalf);
  }
}
