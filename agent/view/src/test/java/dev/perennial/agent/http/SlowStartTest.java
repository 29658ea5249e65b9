package dev.perennial.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SlowStartTest {
  private static final long SECOND = 1_000_000_000;
  private static final Offset<Double> ROUNDING = Offset.offset(1e-9);

  private final SlowStart start = new SlowStart(Duration.ofSeconds(10));

  @Test
  void itTakesATenthAtFirstAndThenMoreUntilItTakesAll() {
    assertThat(start.share(true, 5 * SECOND)).isEqualTo(0.1, ROUNDING);
    assertThat(start.share(true, 10 * SECOND)).isEqualTo(0.55, ROUNDING);
    assertThat(start.share(true, 15 * SECOND)).isEqualTo(1);
    assertThat(start.share(true, 500 * SECOND)).isEqualTo(1);
  }

  @Test
  void itBeginsAnewWheneverItHasBeenAway() {
    start.share(true, 0);
    start.share(true, 20 * SECOND);
    start.share(false, 21 * SECOND);

    assertThat(start.share(true, 30 * SECOND)).isEqualTo(0.1, ROUNDING);
  }

  @Test
  void withoutATimeItTakesAllAtOnce() {
    assertThat(new SlowStart(Duration.ZERO).share(true, SECOND)).isEqualTo(1);
  }
}
