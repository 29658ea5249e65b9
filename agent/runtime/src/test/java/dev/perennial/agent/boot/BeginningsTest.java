package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class BeginningsTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private long nanos;
  private final Beginnings beginnings =
      new Beginnings(
          Log.toStream(InstantSource.system(), new PrintStream(said, true, StandardCharsets.UTF_8)),
          () -> nanos);
  private int tries;
  private int succeedsAt;

  private void task() {
    if (++tries < succeedsAt) {
      throw new OutOfMemoryError("unable to create native thread: planted");
    }
  }

  private void pass(int seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
  }

  @Test
  void whatGoesWellIsDoneAtOnceAndOnceAndNotTold() {
    beginnings.begin("its cluster", this::task);
    pass(100);
    beginnings.look();

    assertThat(tries).isEqualTo(1);
    assertThat(said.size()).isZero();
  }

  @Test
  void whatIsRefusedIsTriedUntilItIsDoneToldOnceAndTakenBack() {
    succeedsAt = 4;
    long suppressed = Suppressed.total();

    beginnings.begin("its cluster", this::task);
    beginnings.look();
    assertThat(tries).isEqualTo(1);
    pass(5);
    beginnings.look();
    pass(9);
    beginnings.look();
    assertThat(tries).isEqualTo(2);
    pass(1);
    beginnings.look();
    pass(20);
    beginnings.look();
    pass(100);
    beginnings.look();

    assertThat(tries).isEqualTo(4);
    assertThat(Suppressed.total() - suppressed).isEqualTo(3);
    assertThat(said.toString(StandardCharsets.UTF_8))
        .containsOnlyOnce("the agent goes on without its cluster, and tries again")
        .contains("no thread is to be had")
        .contains("over: the agent went on without its cluster; it is there now");
  }
}
