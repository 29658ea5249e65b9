package dev.perennial.agent.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.aging.Judgement;
import dev.perennial.coordinator.aging.Judgement.Finding;
import dev.perennial.coordinator.aging.Reading;
import dev.perennial.coordinator.aging.Verdict;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class IndicatorHistoryTest {
  private Instant now = Instant.parse("2030-01-02T03:00:00Z");

  @Test
  void everyHalfMinuteIsKept() {
    IndicatorHistory history = new IndicatorHistory(() -> now);
    for (int second = 0; second <= 60; second++) {
      history.add(judgement(second));
      now = now.plusSeconds(1);
    }

    assertThat(history.csv())
        .hasLineCount(4)
        .startsWith("time,indicator,value,limit,unit,verdict")
        .contains("2030-01-02T03:00:00Z,heap.live,0.00000,100.000,bytes,STABLE")
        .contains("2030-01-02T03:01:00Z,heap.live,60.0000,100.000,bytes,STABLE");
  }

  private static Judgement judgement(double value) {
    return new Judgement(
        Verdict.STABLE,
        "young",
        null,
        List.of(
            new Finding(
                new Reading("heap.live", value, 100, "bytes"),
                Verdict.STABLE,
                "",
                null,
                null,
                null,
                null)));
  }
}
