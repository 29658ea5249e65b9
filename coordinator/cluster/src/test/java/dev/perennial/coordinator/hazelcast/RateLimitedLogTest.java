package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitedLogTest {
  private final List<String> lines = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final RateLimitedLog log = new RateLimitedLog(lines::add, nanos::get);

  @Test
  void fiveLinesAMinuteOfEachTopicAreLetThrough() {
    for (int i = 0; i < 100; i++) {
      log.log("a", "a" + i);
    }
    log.log("b", "b");
    assertThat(lines).containsExactly("a0", "a1", "a2", "a3", "a4", "b");

    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    log.log("a", "again");
    assertThat(lines).last().isEqualTo("again (and 95 more before)");
  }

  @Test
  void anyNumberOfTopicsCannotFillTheMemoryOrTheLog() {
    for (int i = 0; i < 10_000; i++) {
      log.log("topic " + i, "line " + i);
    }

    assertThat(lines).hasSizeLessThan(100);
  }

  @Test
  void strangersOfManyAddressesTakeNoLineFromAnotherTopic() {
    for (int i = 0; i < 10_000; i++) {
      log.log("in 10.0.0." + i, "refused");
    }
    log.log("out 10.0.0.1:4711", "no trust");
    log.log("com.hazelcast.Something", "a warning");

    assertThat(lines).contains("no trust", "a warning");
  }
}
