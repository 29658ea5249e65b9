package dev.perennial.agent.boot;

import static dev.perennial.agent.boot.KeepTimes.What.CLASSES;
import static dev.perennial.agent.boot.KeepTimes.What.FIGURES;
import static dev.perennial.agent.boot.KeepTimes.What.NOTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.aging.Verdict;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class KeepTimesTest {
  private final KeepTimes times = new KeepTimes();

  private KeepTimes.What at(long seconds, Verdict verdict) {
    return times.next(verdict, TimeUnit.SECONDS.toNanos(seconds));
  }

  @Test
  void asSoonAsItIsWorseThanEverAndFromTimeToTimeThen() {
    assertThat(at(0, Verdict.STABLE)).isEqualTo(NOTHING);
    assertThat(at(10_000, Verdict.STABLE)).isEqualTo(NOTHING);
    assertThat(at(10_001, Verdict.SUSPECT)).isEqualTo(CLASSES);
    assertThat(at(10_100, Verdict.SUSPECT)).isEqualTo(NOTHING);
    assertThat(at(10_602, Verdict.SUSPECT)).isEqualTo(FIGURES);
    assertThat(at(10_603, Verdict.CRITICAL)).isEqualTo(CLASSES);
    assertThat(at(10_604, Verdict.UNSTABLE)).isEqualTo(NOTHING);
    assertThat(at(10_664, Verdict.UNSTABLE)).isEqualTo(FIGURES);
    // It has been as bad before: nobody is stopped again for that.
    assertThat(at(10_665, Verdict.CRITICAL)).isEqualTo(NOTHING);
    assertThat(at(10_800, Verdict.STABLE)).isEqualTo(NOTHING);
  }
}
