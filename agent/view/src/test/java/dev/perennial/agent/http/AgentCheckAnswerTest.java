package dev.perennial.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.coordinator.roster.Role;
import dev.perennial.coordinator.roster.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class AgentCheckAnswerTest {
  @ParameterizedTest(name = "{0} {1}, ready {2}, load {3} => {4}")
  @CsvSource({
    // A server that is ready: its share shrinks from half load on.
    "PRIMARY, IN_SERVICE,   true,  0.0,  up ready 100%",
    "PRIMARY, IN_SERVICE,   true,  NaN,  up ready 100%",
    "PRIMARY, IN_SERVICE,   true,  0.5,  up ready 100%",
    "PRIMARY, IN_SERVICE,   true,  0.51, up ready 100%",
    "PRIMARY, IN_SERVICE,   true,  0.75, up ready 65%",
    "PRIMARY, IN_SERVICE,   true,  1.0,  up ready 25%",
    "PRIMARY, IN_SERVICE,   true,  7.0,  up ready 25%",
    "PRIMARY, DUPLEXING,    true,  0.1,  up ready 100%",
    // Alone, without a cluster.
    "PRIMARY, JOINING,      true,  0.0,  up ready 100%",
    // It serves, but its application does not answer.
    "PRIMARY, IN_SERVICE,   false, 0.0,  down #why",
    "PRIMARY, DUPLEXING,    false, 0.0,  down #why",
    // Off the list: first no new clients, then none.
    "PRIMARY, SWITCHING,    false, 0.9,  up drain",
    "PRIMARY, RETIRED,      false, 0.0,  stopped #why",
    "PRIMARY, REJUVENATING, false, 0.0,  stopped #why",
    "SPARE,   RETIRED,      false, 0.0,  stopped #why",
    "SPARE,   RETURNING,    false, 0.0,  stopped #why",
    "SPARE,   IN_SERVICE,   false, 0.0,  stopped #why",
    "PRIMARY, JOINING,      false, 0.0,  stopped #why",
    "PRIMARY, RETURNING,    false, 0.0,  stopped #why",
    "PRIMARY, OUT,          false, 0.0,  down #why",
  })
  void whatIsAnswered(Role role, Stage stage, boolean ready, double load, String expected) {
    assertThat(AgentCheckAnswer.of(role, stage, ready, "why", load, 1)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0.0, 10", "0.01, 0.0, 5", "0.5, 0.0, 50", "0.5, 1.0, 25", "1, 0.0, 100"})
  void aYoungServerTakesLess(double share, double load, int percent) {
    assertThat(AgentCheckAnswer.of(Role.PRIMARY, Stage.IN_SERVICE, true, "why", load, share))
        .isEqualTo("up ready " + percent + "%");
  }

  @ParameterizedTest
  @EnumSource(Stage.class)
  void everyAnswerSaysWhetherItIsUp(Stage stage) {
    for (Role role : Role.values()) {
      for (boolean ready : new boolean[] {true, false}) {
        assertThat(AgentCheckAnswer.of(role, stage, ready, "", 0, 1))
            .matches("(up|down|stopped)( .*)?");
      }
    }
  }

  /** It is one line of ASCII: anything else in it would be another word of the protocol. */
  @Test
  void aReasonIsOneShortLineOfPlainCharacters() {
    String answer =
        AgentCheckAnswer.of(
            Role.PRIMARY, Stage.OUT, false, "\u00e4rger\r\nup ready\t" + "x".repeat(500), 0, 1);

    assertThat(answer).startsWith("down #rger up ready x").matches("[ -~]{1,90}");
    assertThat(AgentCheckAnswer.of(Role.PRIMARY, Stage.OUT, false, "\n", 0, 1)).isEqualTo("down");
  }
}
