package dev.perennial.agent.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeldTimesTest {
  private final HeldTimes times = new HeldTimes();

  private void note(int count, long millis) {
    for (int i = 0; i < count; i++) {
      times.note(millis * 1_000_000);
    }
  }

  @Test
  void whatWaitedIsCountedInBuckets() {
    note(60, 3);
    note(39, 40);
    note(1, 4_321);

    assertThat(times.count()).isEqualTo(100);
    assertThat(times.within(0.5)).isEqualTo(5);
    assertThat(times.within(0.9)).isEqualTo(50);
    assertThat(times.within(1)).isEqualTo(4_321);
    assertThat(times.line())
        .isEqualTo(
            "100 requests waited for the switch-over or their session: half of them less than 5 ms,"
                + " 99 % less than 50 ms, the longest 4321 ms");
  }

  @Test
  void theBucketsAndTheSumCanBeRead() {
    note(2, 3);
    note(1, 11_000);

    assertThat(times.counts()).hasSize(HeldTimes.boundsMillis().length + 1);
    assertThat(times.counts()[1]).as("from 1 to 5 ms").isEqualTo(2);
    assertThat(times.counts()[HeldTimes.boundsMillis().length]).isEqualTo(1);
    assertThat(times.sumSeconds()).isEqualTo(11.006);
  }

  @Test
  void aBoundIsNeverAboveTheLongestWait() {
    note(3, 2);
    assertThat(times.within(0.99)).isEqualTo(2);
  }

  @Test
  void beyondTheLastBucketTheLongestCounts() {
    note(2, 60_000);
    assertThat(times.within(0.5)).isEqualTo(60_000);
  }

  @Test
  void withoutAnyThatIsSaid() {
    assertThat(times.line()).isEqualTo("no request waited");
  }
}
