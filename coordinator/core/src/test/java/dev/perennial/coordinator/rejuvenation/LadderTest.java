package dev.perennial.coordinator.rejuvenation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.aging.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LadderTest {
  @Test
  void aRejuvenationSavesTheEvidenceFirstAndRestartsLast() {
    List<Step> taken = new ArrayList<>();
    List<StepResult> results = new ArrayList<>();
    Optional<Step> next = Ladder.next(Ladder.rejuvenation(), results);
    while (next.isPresent()) {
      taken.add(next.get());
      boolean completed = next.get() != Step.FILES;
      results.add(new StepResult(next.get(), completed, "done", Map.of("bytesRemoved", 1L)));
      next = Ladder.next(Ladder.rejuvenation(), results);
    }

    assertThat(taken)
        .containsExactly(Step.EVIDENCE, Step.FILES, Step.BUFFERS, Step.MEMORY, Step.RESTART);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(Verdict.class)
  void maintenanceGivesMemoryBackAndNoMore(Verdict verdict) {
    List<Step> steps = Ladder.maintenance(verdict);

    assertThat(steps)
        .isEqualTo(verdict == Verdict.SUSPECT ? List.of(Step.BUFFERS, Step.MEMORY) : List.of());
  }
}
