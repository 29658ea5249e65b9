package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.aging.Judge;
import dev.perennial.coordinator.aging.JudgeSettings;
import dev.perennial.coordinator.aging.Verdict;
import dev.perennial.coordinator.forecast.LivedLevels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LivedNotesTest {
  private final Judge judge = new Judge(JudgeSettings.defaults());
  private final List<LivedLevels> noted = new ArrayList<>();
  private final LivedNotes notes = new LivedNotes(noted::add, 0);

  private void tick(Verdict verdict, int minute) {
    notes.tick(judge, verdict, TimeUnit.MINUTES.toNanos(minute));
  }

  @Test
  void nowAndThenItIsNoted() {
    for (int minute = 1; minute <= 35; minute++) {
      tick(Verdict.SUSPECT, minute);
    }

    assertThat(noted).hasSize(3);
  }

  @Test
  void whenItIsJudgedToBeOverItIsNotedAtOnceAndOnce() {
    tick(Verdict.STABLE, 1);
    tick(Verdict.UNSTABLE, 2);
    tick(Verdict.CRITICAL, 3);

    assertThat(noted).hasSize(1);
  }
}
