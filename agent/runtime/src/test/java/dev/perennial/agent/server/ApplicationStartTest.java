package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ApplicationStartTest {
  private long nanos = -5;
  private boolean listens;

  private ApplicationStart start(boolean running) {
    return new ApplicationStart(running, () -> listens, () -> nanos);
  }

  @Test
  void itIsOverAMomentAfterTheApplicationListens() {
    ApplicationStart start = start(false);
    nanos += ApplicationStart.GRACE_NANOS * 2;
    assertThat(start.isOver()).as("does not listen").isFalse();

    listens = true;
    assertThat(start.isOver()).as("has just begun to listen").isFalse();
    nanos += ApplicationStart.GRACE_NANOS - 1;
    assertThat(start.isOver()).isFalse();
    nanos++;
    assertThat(start.isOver()).isTrue();

    listens = false;
    assertThat(start.isOver()).as("stays so").isTrue();
  }

  @Test
  void nobodyWaitsForAnApplicationThatNeverListens() {
    ApplicationStart start = start(false);

    nanos += ApplicationStart.LIMIT_NANOS - 1;
    assertThat(start.isOver()).isFalse();
    nanos++;
    assertThat(start.isOver()).isTrue();
  }

  @Test
  void anApplicationThatRanBeforeHasStarted() {
    assertThat(start(true).isOver()).isTrue();
  }
}
