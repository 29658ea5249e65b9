package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.aging.Judge;
import dev.perennial.coordinator.aging.JudgeSettings;
import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Reading;
import dev.perennial.coordinator.forecast.LivedLevels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class JudgingTest {
  private long minutes;
  private final List<Judgement> judgements = new ArrayList<>();
  private final List<LivedLevels> noted = new ArrayList<>();
  private final Judging judging =
      new Judging(
          () -> List.of(new Reading("heap.live", 100, 1_000, "bytes")),
          new Judge(JudgeSettings.defaults()),
          (judgement, readings) -> {
            assertThat(readings).hasSize(1);
            judgements.add(judgement);
          },
          new LivedNotes(noted::add, 0),
          () -> TimeUnit.MINUTES.toNanos(minutes));

  @Test
  void eachLookIsJudged() {
    judging.look();
    judging.look();

    assertThat(judgements).hasSize(2);
    assertThat(judgements.get(0).findings().get(0).reading().indicator()).isEqualTo("heap.live");
  }

  @Test
  void whatItTeachesIsNotedNowAndThen() {
    judging.look();
    judging.learn();
    assertThat(noted).isEmpty();

    minutes = 10;
    judging.look();
    judging.learn();

    assertThat(noted).hasSize(1);
  }

  @Test
  void beforeTheFirstLookThereIsNothingToLearn() {
    minutes = 10;
    judging.learn();

    assertThat(noted).isEmpty();
  }
}
