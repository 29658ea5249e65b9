package dev.perennial.bench.wild;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private static final Instant BEGIN = Instant.parse("2026-12-01T10:00:00Z");

  private final Pace pace = new Pace();
  private long rounds;

  /** Four looks a second. */
  private void run(int fromSecond, int toSecond, int roundsASecond) {
    for (int i = 4 * fromSecond; i < 4 * toSecond; i++) {
      rounds += roundsASecond / 4;
      pace.add(BEGIN.plusMillis(250L * i), rounds);
    }
  }

  @Test
  void whoHardlyGetsOnIsStuckSinceItLastDid() {
    run(0, 10, 1000);
    run(10, 20, 40);

    assertThat(pace.stuckSince())
        .hasValueSatisfying(
            at -> assertThat(at).isBetween(BEGIN.plusSeconds(10), BEGIN.plusSeconds(11)));
  }

  @Test
  void whoIsMerelySlowerIsNot() {
    run(0, 10, 1000);
    run(10, 20, 200);

    assertThat(pace.stuckSince()).isEmpty();
  }

  @Test
  void whoGetsOnAgainIsNot() {
    run(0, 10, 1000);
    run(10, 15, 0);
    run(15, 20, 1000);

    assertThat(pace.stuckSince()).isEmpty();
  }

  @Test
  void whoHasNeverBegunIsNot() {
    run(0, 10, 0);

    assertThat(pace.stuckSince()).isEmpty();
  }
}
