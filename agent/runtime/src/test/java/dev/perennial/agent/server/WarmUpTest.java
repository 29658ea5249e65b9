package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  private final List<String> asked = new ArrayList<>();
  private long now;

  private WarmUp warmUp(String... targets) {
    return new WarmUp(List.of(targets), 3, 100, () -> now);
  }

  @Test
  void withNothingToAskForItIsWarm() {
    assertThat(warmUp().run(t -> 500).warm()).isTrue();
  }

  @Test
  void eachIsAskedForSoManyTimesInTurn() {
    WarmUp.Outcome outcome =
        warmUp("/a", "/b")
            .run(
                target -> {
                  asked.add(target);
                  return 200;
                });

    assertThat(asked).containsExactly("/a", "/b", "/a", "/b", "/a", "/b");
    assertThat(outcome).isEqualTo(new WarmUp.Outcome(true, "warmed up by 6 requests"));
  }

  @Test
  void oneThatFailsAtFirstIsWarmOnceItIsAnswered() {
    int[] count = new int[1];

    assertThat(warmUp("/a").run(t -> ++count[0] < 3 ? 503 : 404).warm()).isTrue();
  }

  @Test
  void oneThatAlwaysFailsIsNamed() {
    WarmUp.Outcome outcome = warmUp("/a", "/b").run(t -> t.equals("/b") ? 500 : 200);

    assertThat(outcome.warm()).isFalse();
    assertThat(outcome.text())
        .isEqualTo(
            "not warm after 6 requests of perennial.warmup.urls: /b is answered with 500;"
                + " it is tried again");
  }

  @Test
  void oneWithoutAnAnswerIsNamed() {
    WarmUp.Outcome outcome =
        warmUp("/a")
            .run(
                t -> {
                  throw new IOException("connection refused");
                });

    assertThat(outcome.text()).contains("/a is not answered: connection refused");
  }

  @Test
  void theLimitEndsItAndWhatWasNotAskedForIsCold() {
    WarmUp.Outcome outcome =
        warmUp("/a", "/b")
            .run(
                target -> {
                  now += 101;
                  return 200;
                });

    assertThat(outcome.warm()).isFalse();
    assertThat(outcome.text()).contains("after 1 requests", "no time was left for [/b]");
  }

  @Test
  void slowAnswersAreAnswers() {
    WarmUp.Outcome outcome =
        warmUp("/a")
            .run(
                target -> {
                  now += 90;
                  return 200;
                });

    assertThat(outcome).isEqualTo(new WarmUp.Outcome(true, "warmed up by 2 requests"));
  }
}
