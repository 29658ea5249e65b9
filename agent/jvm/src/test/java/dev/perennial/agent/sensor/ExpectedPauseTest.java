package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpectedPauseTest {
  private static final long MIB = 1 << 20;

  @ParameterizedTest(name = "{0}: the last took {1} s with {2} MiB, {3} of {4} MiB live: {5} s")
  @CsvSource({
    // As the JVM has it on record; longer if more lives by now, never shorter.
    "G1, 0.4, 500, 500, 1000, 0.4",
    "SERIAL, 0.4, 500, 1000, 1000, 0.8",
    "PARALLEL, 0.4, 500, 100, 1000, 0.4",
    // No record: by what lives, and a little by what does not.
    "G1, , , 512, 512, 1.0",
    "G1, , , 128, 128, 0.25",
    "SERIAL, , , 0, 1024, 0.2",
    // These stop nobody for long, whatever they have on record.
    "ZGC, , , 100000, 100000, 0.05",
    "SHENANDOAH, 9, 1, 100000, 100000, 0.05",
  })
  void followsTheRecordAndWhatLives(
      Collector collector, Double seconds, Long left, long live, long used, double expected) {
    ExpectedPause.Last last = seconds == null ? null : new ExpectedPause.Last(seconds, left * MIB);

    assertThat(ExpectedPause.seconds(collector, last, live * MIB, used * MIB))
        .isCloseTo(expected, within(1e-9));
  }

  @Test
  void thisJvmHasOne() {
    System.gc();

    assertThat(ExpectedPause.seconds(Collector.ofThisJvm(), 0)).isBetween(0.0, 60.0);
  }
}
