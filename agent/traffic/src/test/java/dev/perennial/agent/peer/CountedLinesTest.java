package dev.perennial.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CountedLinesTest {
  private final List<String> said = new ArrayList<>();
  private long seconds;
  private final CountedLines lines =
      new CountedLines(said::add, () -> TimeUnit.SECONDS.toNanos(seconds));

  @Test
  void theFirstOfAKindIsToldAtOnceAndTheOthersOnceAMinute() {
    for (int i = 0; i < 500; i++) {
      lines.add("b does not own the session");
    }
    lines.add("c could not be reached");
    lines.tick();
    assertThat(said).containsExactly("b does not own the session", "c could not be reached");

    seconds += 60;
    lines.add("b does not own the session");
    lines.tick();

    assertThat(said)
        .hasSize(3)
        .last()
        .isEqualTo("b does not own the session (500 more in the last minute)");
  }

  @Test
  void whatWasCountedIsToldThoughNothingMoreHappens() {
    lines.add("a");
    lines.add("a");
    seconds += 60;
    lines.tick();
    seconds += 60;
    lines.tick();
    seconds += 60;
    lines.add("a");

    assertThat(said).containsExactly("a", "a (1 more in the last minute)", "a");
  }

  @Test
  void kindsBeyondABoundAreOne() {
    for (int i = 0; i < 300; i++) {
      lines.add("kind " + i);
    }

    assertThat(said).hasSize(201).last().isEqualTo("requests met other troubles");
    seconds += 60;
    lines.tick();
    assertThat(said).last().isEqualTo("requests met other troubles (99 more in the last minute)");
  }
}
