package dev.perennial.coordinator.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state of larger scenarios, many faults at once; those of -Pfull take minutes and 6 GB. */
class ExhaustiveCheckIT {
  private static final int MAX_STATES = 5_000_000;

  static Stream<Arguments> scenarios() {
    return Stream.of(
        Arguments.of(
            "2 sessions, 1 part: loss, death",
            Scenario.of(2, 1).writes(1).network(1, 0).servers(1, 0)),
        Arguments.of("2 sessions, 1 part: given up", Scenario.of(2, 1).writes(1).aborts(1)),
        Arguments.of(
            "1 session, 1 part: two writes, cut off", Scenario.of(1, 1).writes(2).servers(0, 1)),
        Arguments.of(
            "1 session: end, loss, double, early question, death",
            Scenario.of(1, 0).writes(1).ends(1).network(1, 1).timeouts(1).servers(1, 0)),
        Arguments.of(
            "1 session: end, given up, death",
            Scenario.of(1, 0).writes(1).ends(1).aborts(1).servers(1, 0)),
        Arguments.of(
            "1 session: end, given up, cut off",
            Scenario.of(1, 0).writes(1).ends(1).aborts(1).servers(0, 1)),
        Arguments.of(
            "1 session: two writes, loss, double, early question",
            Scenario.of(1, 0).writes(2).network(1, 1).timeouts(1)),
        Arguments.of(
            "1 session: failure, loss, double, early question",
            Scenario.of(1, 0).writes(1).failures(1).network(1, 1).timeouts(1)),
        Arguments.of(
            "3 servers, 1 session: given up, double, second round",
            Scenario.of(1, 0).writes(1).aborts(1).network(0, 1).thirdServer()));
  }

  static Stream<Arguments> largest() {
    return Stream.of(
        Arguments.of(
            "2 sessions, 1 part: double, early question",
            Scenario.of(2, 1).writes(1).network(0, 1).timeouts(1)),
        Arguments.of(
            "2 sessions, 1 part: given up, death",
            Scenario.of(2, 1).writes(1).aborts(1).servers(1, 0)),
        Arguments.of(
            "1 session, 1 part: loss, double, early question, failure, death",
            Scenario.of(1, 1).writes(1).network(1, 1).timeouts(1).failures(1).servers(1, 0)),
        Arguments.of(
            "1 session: given up, loss, double, early question",
            Scenario.of(1, 0).writes(1).aborts(1).network(1, 1).timeouts(1)),
        Arguments.of(
            "3 servers, 1 session: given up, loss, double, second round",
            Scenario.of(1, 0).writes(1).aborts(1).network(1, 1).thirdServer()));
  }

  @Tag("full")
  @ParameterizedTest(name = "{0}")
  @MethodSource("largest")
  void inTheLargestToo(String name, Scenario scenario) {
    nothingIsLostNeverTwoServeAndItComesToAnEnd(name, scenario);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void nothingIsLostNeverTwoServeAndItComesToAnEnd(String name, Scenario scenario) {
    Explorer.Result result = Explorer.explore(scenario, MAX_STATES);

    System.out.println(
        name + ": " + result.states() + " states, " + result.losses() + ", " + result.ends());
    assertThat(result.wrong()).isNull();
    boolean servers = scenario.crashes() + scenario.cuts() > 0;
    assertThat(result.losses().isEmpty()).isEqualTo(!servers);
  }
}
