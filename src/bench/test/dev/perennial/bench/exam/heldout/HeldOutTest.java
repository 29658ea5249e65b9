package dev.perennial.bench.exam.heldout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.bench.exam.Run;
import dev.perennial.bench.exam.Sample;
import dev.perennial.bench.exam.Scenario;
import dev.perennial.bench.exam.Trace;
import dev.perennial.coordinator.aging.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeldOutTest {
  /** Coarse steps, so that it takes no time. */
  static Stream<Scenario> scenarios() {
    return HeldOut.scenarios(600).stream();
  }

  static Stream<Scenario> healthy() {
    return scenarios().filter(s -> !s.aging());
  }

  static Stream<Scenario> quick() {
    return scenarios().filter(s -> s.aging() && s.name().endsWith("hours"));
  }

  @ParameterizedTest
  @MethodSource("healthy")
  void theSameSeedGivesTheSameAndAnotherDoesNot(Scenario scenario) {
    List<Reading> first = last(scenario.traces().apply(7).run());

    assertThat(last(scenario.traces().apply(7).run())).isEqualTo(first);
    assertThat(last(scenario.traces().apply(8).run())).isNotEqualTo(first);
  }

  @ParameterizedTest
  @MethodSource("healthy")
  void nothingRunsOutWhileHealthy(Scenario scenario) {
    for (int seed = 1; seed <= 3; seed++) {
      Run run = scenario.traces().apply(seed).run();
      while (run.hasNext()) {
        for (Reading reading : run.next().readings()) {
          // Garbage may fill the heap, and requests may fill the pool: neither is aging.
          boolean may = reading.indicator().equals(Sample.HEAP_USED);
          if (!may && !reading.indicator().startsWith("load.")) {
            assertThat(reading.level()).as(reading.toString()).isLessThan(0.98);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("quick")
  void whatAgesEndsWithTheResource(Scenario scenario) {
    String indicator = scenario.name().substring(0, scenario.name().indexOf(','));
    String name = indicator.equals("heap") ? "heap.live" : indicator;
    Trace trace = scenario.traces().apply(3);
    List<Reading> end = last(trace.run());

    assertThat(trace.agingSinceSeconds()).isPositive().isLessThan(trace.exhaustedAtSeconds());
    assertThat(end)
        .filteredOn(r -> r.indicator().equals(name))
        .allSatisfy(r -> assertThat(r.level()).isGreaterThan(0.8));
  }

  @ParameterizedTest
  @MethodSource("healthy")
  void aNewLifeBeginsWithColdCachesAtTheSameTimeOfDay(Scenario scenario) {
    Run run = scenario.traces().apply(5).run();
    Sample before = run.next();
    for (int i = 0; i < 100; i++) {
      before = run.next();
    }
    run.renew();
    Sample after = run.next();

    assertThat(after.atSeconds()).isGreaterThan(before.atSeconds());
    assertThat(Objects.requireNonNull(after.of("uptime")).value()).isEqualTo(600);
    assertThat(Objects.requireNonNull(after.of("code.cache")).value())
        .isLessThan(Objects.requireNonNull(before.of("code.cache")).value());
  }

  private static List<Reading> last(Run run) {
    List<Reading> last = new ArrayList<>();
    while (run.hasNext()) {
      last = run.next().readings();
    }
    return last;
  }
}
