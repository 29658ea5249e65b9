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

  private final IndicatorHistory history = new IndicatorHistory(() -> now);

  private void live(int seconds) {
    for (int second = 0; second < seconds; second++) {
      history.add(judgement(second), List.of());
      now = now.plusSeconds(1);
    }
  }

  @Test
  void aShortLifeIsKeptWhole() {
    live(61);

    assertThat(history.csv())
        .hasLineCount(62)
        .startsWith("time,indicator,value,limit,unit,hours left")
        .contains("2030-01-02T03:00:00Z,heap.live,0.000000,100.0000,bytes,\n")
        .contains("2030-01-02T03:01:00Z,heap.live,60.00000,100.0000,bytes,0.01667\n");
  }

  @Test
  void aLongLifeIsKeptThinnedFromItsBeginning() {
    live(10_000);

    List<IndicatorHistory.Point> curve = history.curve("heap.live");
    assertThat(curve).hasSizeBetween(512, 1024);
    assertThat(curve.get(0).value()).isZero();
    assertThat(curve.get(curve.size() - 1).value()).isGreaterThan(9_980);
    for (int i = 1; i < curve.size(); i++) {
      assertThat(curve.get(i).value() - curve.get(i - 1).value()).isEqualTo(16);
    }
  }

  @Test
  void whatAFindingIsDerivedFromIsKeptBesideIt() {
    history.add(judgement(5), List.of(new Reading("gc.time", 0.25, 0, "seconds")));

    assertThat(history.csv())
        .hasLineCount(3)
        .contains(",gc.time,0.2500000,0.000000,seconds,\n")
        .contains(",heap.live,5.000000,100.0000,bytes,0.001389\n");
  }

  @Test
  void whatIsNotKnownHasNoCurve() {
    live(3);

    assertThat(history.curve("files")).isEmpty();
    assertThat(history.curve("heap.live").get(0).hoursLeft()).isNaN();
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
                value > 0 ? value : null,
                null,
                null)));
  }
}
