package dev.perennial.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.consistency.Anomaly;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FaultResultTest {
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(30);
  private static final Duration BRIEF = Duration.ofSeconds(1);
  private static final List<String> NONE = List.of();

  @ParameterizedTest
  @MethodSource("results")
  void whatIsMoreThanExpectedIsSaid(
      FaultResult result, Loss expected, boolean mayFail, List<String> tooMuch) {
    assertThat(result.tooMuch(expected, mayFail, DRAIN_LIMIT)).isEqualTo(tooMuch);
  }

  static Stream<Arguments> results() {
    FaultResult good = new FaultResult(Map.of(), 10, 0, "served", BRIEF, NONE);
    FaultResult failed = new FaultResult(Map.of(), 10, 2, "served", BRIEF, NONE);
    return Stream.of(
        Arguments.of(good, Loss.NOTHING, false, NONE),
        Arguments.of(found(Anomaly.LOST), Loss.NOTHING, true, List.of("3 lost")),
        Arguments.of(found(Anomaly.LOST), Loss.L1, true, NONE),
        Arguments.of(found(Anomaly.LOST), Loss.L2, true, NONE),
        Arguments.of(found(Anomaly.STALE), Loss.L3, true, NONE),
        Arguments.of(found(Anomaly.LOST), Loss.L5, true, List.of("3 lost")),
        Arguments.of(found(Anomaly.SPLIT), Loss.L3, true, List.of("3 split")),
        Arguments.of(found(Anomaly.DOUBLED), Loss.L1, true, List.of("3 doubled")),
        Arguments.of(found(Anomaly.INVENTED), Loss.L2, true, List.of("3 invented")),
        Arguments.of(failed, Loss.NOTHING, true, NONE),
        Arguments.of(failed, Loss.NOTHING, false, List.of("2 requests failed")),
        Arguments.of(
            new FaultResult(Map.of(), 10, 0, "", null, NONE),
            Loss.L1,
            true,
            List.of("did not end in time")),
        Arguments.of(
            new FaultResult(Map.of(), 10, 0, "served", Duration.ofMillis(40_100), NONE),
            Loss.L3,
            true,
            List.of("40.1 s in SWITCHING, of at most 40 s")),
        Arguments.of(good.andWrong("not served"), Loss.L1, true, List.of("not served")));
  }

  private static FaultResult found(Anomaly anomaly) {
    return new FaultResult(Map.of(anomaly, 3), 10, 0, "served", BRIEF, NONE);
  }
}
