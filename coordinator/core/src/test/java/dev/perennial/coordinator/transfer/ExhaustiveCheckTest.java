package dev.perennial.coordinator.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.transfer.Model.Loss;
import dev.perennial.coordinator.transfer.Model.Phase;
import dev.perennial.coordinator.transfer.Scenario.Broken;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state of small scenarios; the larger ones are in {@link ExhaustiveCheckIT}. */
class ExhaustiveCheckTest {
  private static final int MAX_STATES = 50_000;

  private static final Scenario SOME = Scenario.of(1, 1).writes(1).network(0, 1).timeouts(1);
  private static final Scenario CUT_OFF = Scenario.of(1, 0).writes(1).servers(0, 1);
  private static final Scenario GIVEN_UP = Scenario.of(1, 0).network(0, 2).aborts(1);

  static Stream<Arguments> scenarios() {
    return Stream.of(
        Arguments.of("2 sessions, 1 part, a write at any time", Scenario.of(2, 1).writes(1)),
        Arguments.of("a message lost", Scenario.of(2, 1).writes(1).network(1, 0)),
        Arguments.of("a message lost, one doubled", Scenario.of(1, 1).writes(1).network(1, 1)),
        Arguments.of("a question too early", Scenario.of(1, 1).writes(1).timeouts(1)),
        Arguments.of("a publication fails", Scenario.of(1, 1).failures(1).network(0, 1)),
        Arguments.of("given up at any time", Scenario.of(2, 1).aborts(1)),
        Arguments.of("a session ends, given up", Scenario.of(1, 0).ends(1).failures(1).aborts(1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void nothingIsLostNeverTwoServeAndItComesToAnEnd(String name, Scenario scenario) {
    Explorer.Result result = Explorer.explore(scenario, MAX_STATES);

    assertThat(result.wrong()).isNull();
    assertThat(result.losses()).isEmpty();
    assertThat(result.ends()).contains(Phase.RESTARTED);
  }

  @Test
  void aDeathCostsOnlyWhatMayBeLostAndTheSurvivorServes() {
    Explorer.Result result =
        Explorer.explore(Scenario.of(2, 1).writes(1).servers(1, 0), MAX_STATES);

    assertThat(result.wrong()).isNull();
    assertThat(result.losses()).containsExactlyInAnyOrder(Loss.values());
    assertThat(result.ends()).contains(Phase.SURVIVED, Phase.RESTARTED);
  }

  @Test
  void aServerThatIsCutOffNeverServesBesideTheOther() {
    Explorer.Result result =
        Explorer.explore(Scenario.of(1, 1).writes(1).servers(0, 1), MAX_STATES);

    assertThat(result.wrong()).isNull();
    assertThat(result.ends()).contains(Phase.SURVIVED, Phase.RESTARTED);
  }

  /** In these scenarios nothing is wrong unless a rule is broken. */
  @Test
  void unbrokenRulesHold() {
    assertThat(Explorer.explore(SOME, MAX_STATES).wrong()).isNull();
    assertThat(Explorer.explore(CUT_OFF, MAX_STATES).wrong()).isNull();
    assertThat(Explorer.explore(GIVEN_UP, MAX_STATES).wrong()).isNull();
  }

  static Stream<Arguments> brokenRules() {
    return Stream.of(
        Arguments.of(Broken.ANY_VERSION_IS_TAKEN, SOME, "a client was told of 2"),
        Arguments.of(Broken.ANY_ACK_COUNTS, SOME, "a client was told of 2"),
        Arguments.of(Broken.RESTART_BEFORE_LAST_ACK, SOME, "after it was done"),
        Arguments.of(Broken.REFUSAL_IS_FORGOTTEN, SOME, "two servers serve"),
        Arguments.of(Broken.TIMEOUT_IS_A_REFUSAL, SOME, "two servers serve"),
        Arguments.of(Broken.SESSIONS_FIRST, SOME, "without part"),
        Arguments.of(Broken.NO_LEASE, CUT_OFF, "two servers serve"),
        Arguments.of(Broken.ROUND_IS_FORGOTTEN, GIVEN_UP, "no good end can be reached"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenRules")
  void aBrokenRuleIsFound(Broken rule, Scenario scenario, String wrong) {
    Explorer.Result result = Explorer.explore(scenario.broken(rule), MAX_STATES);

    assertThat(result.wrong()).contains(wrong);
  }
}
