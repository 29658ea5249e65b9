package dev.perennial.testing.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.testing.consistency.SimulatedSession.Fault;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedSessionTest {
  private static final int SEEDS = 300;

  @Test
  void nothingIsFoundWithServersThatDoTheirWork() {
    int failed = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedSession session = new SimulatedSession(seed, Fault.NONE);
      session.run();

      failed += Verdict.of(List.of(session.history)).requireConsistent().failed();
    }
    assertThat(failed).as("requests that were refused or got lost").isGreaterThan(10 * SEEDS);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void eachFaultIsFoundEachTime(Fault fault) {
    int struck = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedSession session = new SimulatedSession(seed, fault);
      boolean hit = session.run();
      Verdict verdict = Verdict.of(List.of(session.history));

      assertThat(expected(fault).stream().anyMatch(a -> verdict.count(a) > 0))
          .as("seed %s: %s", seed, verdict)
          .isEqualTo(hit);
      struck += hit ? 1 : 0;
    }
    assertThat(struck).as("simulations in which it occurred").isGreaterThan(SEEDS / 2);
  }

  private static Set<Anomaly> expected(Fault fault) {
    return switch (fault) {
      case NONE -> EnumSet.noneOf(Anomaly.class);
      case DROPS_LAST_WRITE -> EnumSet.of(Anomaly.LOST);
      case SERVES_OLD_COPY, BEGINS_ANEW -> EnumSet.of(Anomaly.STALE, Anomaly.LOST);
      case BOTH_SERVE -> EnumSet.of(Anomaly.SPLIT, Anomaly.LOST);
      case APPENDS_TWICE -> EnumSet.of(Anomaly.DOUBLED);
    };
  }
}
