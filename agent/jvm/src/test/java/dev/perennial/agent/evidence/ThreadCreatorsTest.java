package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ThreadCreatorsTest {
  private static final long PAUSE = 20_000_000;
  private final AtomicLong nanos = new AtomicLong(5);
  private final ThreadCreators creators = new ThreadCreators(nanos::get);

  private void begin(String name) {
    creators.accept(new Thread(() -> {}, name));
    nanos.addAndGet(PAUSE);
  }

  @Test
  void whoeverStartsThreadsIsNamedWithTheLine() {
    for (int i = 0; i < 3; i++) {
      begin("pool-" + i + "-thread-1");
    }

    assertThat(creators.of("pool-#-thread-#"))
        .startsWith(ThreadCreatorsTest.class.getName() + ".begin(ThreadCreatorsTest.java:")
        .endsWith("(3 of 3 seen)");
    assertThat(creators.of("other")).isEmpty();
    assertThat(creators.notLookedAt()).isZero();
  }

  @Test
  void ofManyInAMomentOneIsLookedAtAndTheAgentsAreNot() {
    for (int i = 0; i < 100; i++) {
      creators.accept(new Thread(() -> {}, "storm-" + i));
    }
    nanos.addAndGet(PAUSE);
    begin("perennial-work");

    assertThat(creators.of("storm-#")).endsWith("(1 of 1 seen)");
    assertThat(creators.notLookedAt()).isEqualTo(99);
    assertThat(creators.of("perennial-work")).isEmpty();
  }

  @Test
  void itRemembersNoMoreKindsThanTwoHundred() {
    for (int i = 0; i < 300; i++) {
      begin("x".repeat(i + 1));
    }

    assertThat(creators.of("x".repeat(200))).isNotEmpty();
    assertThat(creators.of("x".repeat(201))).isEmpty();
    assertThat(creators.notLookedAt()).isEqualTo(100);
  }
}
