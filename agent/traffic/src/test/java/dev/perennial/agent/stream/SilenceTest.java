package dev.perennial.agent.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SilenceTest {
  private final Silence silence = new Silence();

  private long at(long seconds, long heardSeconds) {
    return TimeUnit.NANOSECONDS.toSeconds(
        silence.at(TimeUnit.SECONDS.toNanos(seconds), TimeUnit.SECONDS.toNanos(heardSeconds)));
  }

  @Test
  void itGrowsFromLookToLookUntilSomethingComes() {
    assertThat(at(1, 1)).isZero();
    assertThat(at(2, 1)).isEqualTo(1);
    assertThat(at(3, 1)).isEqualTo(2);
    assertThat(at(4, 4)).isZero();
    assertThat(at(5, 4)).isEqualTo(1);
  }

  /** What came meanwhile could not be read. */
  @Test
  void aPauseOfThisProcessIsNotThePeersSilence() {
    assertThat(at(1, 1)).isZero();
    assertThat(at(600, 1)).isEqualTo(2);
    assertThat(at(601, 1)).isEqualTo(3);
  }
}
