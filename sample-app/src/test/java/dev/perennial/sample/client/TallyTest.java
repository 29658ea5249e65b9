package dev.perennial.sample.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTest {
  private static final long MILLI = 1_000_000;
  private final Tally tally = new Tally(InstantSource.fixed(Instant.EPOCH));

  @Test
  void countsALostWriteOnce() {
    tally.lost("write 1");
    tally.lost("write 1");
    tally.lost("write 2");

    assertThat(tally.figures().lost()).isEqualTo(2);
    assertThat(tally.figures().flawless()).isFalse();
  }

  @Test
  void findsTheLongestWaitOfATime() {
    tally.waited(0, 100 * MILLI);
    tally.waited(200 * MILLI, 250 * MILLI);
    tally.waited(300 * MILLI, 301 * MILLI);

    assertThat(tally.maxWaitMillis()).isEqualTo(100);
    assertThat(tally.maxWaitMillis(150 * MILLI, 400 * MILLI)).isEqualTo(50);
    assertThat(tally.maxWaitMillis(260 * MILLI, 400 * MILLI)).isZero();
    assertThat(tally.maxWaitMillis(210 * MILLI, 240 * MILLI)).isZero();
  }

  @Test
  void countsASessionThatMovedOnce() {
    Life from = new Life("s1", 1);
    tally.moved(7, from);
    tally.moved(7, from);
    tally.moved(8, from);

    assertThat(tally.movedFrom(from)).isEqualTo(2);
    assertThat(tally.movedFrom(new Life("s1", 2))).isZero();
  }

  @Test
  void keepsTheFirstExamplesOfEachKind() {
    for (int i = 0; i < 100; i++) {
      tally.failed("request " + i);
    }
    tally.stale("session 1", List.of(new Contradiction(Contradiction.Kind.OLDER, "x")));

    assertThat(tally.figures().failed()).isEqualTo(100);
    assertThat(tally.examples(1_000)).hasSize(41);
    assertThat(tally.examples(1))
        .containsExactlyInAnyOrder(
            "1970-01-01T00:00:00Z failed: request 0",
            "1970-01-01T00:00:00Z stale: session 1: [OLDER: x]");
  }
}
