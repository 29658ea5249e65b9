package dev.perennial.agent.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class OwnTimeTest {
  private long now = -5;
  private final OwnTime time = new OwnTime(() -> now);

  private void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    time.look();
  }

  private long passed() {
    return TimeUnit.NANOSECONDS.toMillis(time.getAsLong());
  }

  @Test
  void itPassesWithTheClockAndStandsStillWithTheProcess() {
    pass(100);
    pass(120);
    assertThat(passed()).isEqualTo(220);

    pass(60_000);
    assertThat(passed()).isEqualTo(470);
    pass(100);
    assertThat(passed()).isEqualTo(570);
  }
}
