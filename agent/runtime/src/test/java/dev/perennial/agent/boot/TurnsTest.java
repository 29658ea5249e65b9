package dev.perennial.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.log.Log;
import dev.perennial.agent.log.Suppressed;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Log log =
      Log.toStream(InstantSource.system(), new PrintStream(said, true, StandardCharsets.UTF_8));
  private final List<String> calls = new ArrayList<>();
  private final Turns turns = new Turns(log);
  private Error error;

  @Test
  void beforeItBeginsATurnDoesNothing() {
    turns.turn();

    assertThat(calls).isEmpty();
    assertThat(said.size()).isZero();
  }

  @Test
  void stepsAreDoneInTheirOrder() {
    begin();

    turns.turn();
    turns.turn();

    assertThat(calls).containsExactly("judge", "act", "judge", "act");
  }

  @Test
  void aStepThatFailsEndsTheTurnAndTheNextOneIsWhole() {
    begin();
    long suppressed = Suppressed.total();
    error = new OutOfMemoryError("planted");

    turns.turn();
    error = null;
    turns.turn();

    assertThat(calls).containsExactly("judge", "judge", "act");
    assertThat(Suppressed.total()).isEqualTo(suppressed + 1);
    assertThat(said.toString(StandardCharsets.UTF_8)).contains("a turn of the agent failed");
  }

  @Test
  void whateverIsThrownTheExecutorDoesNotSeeIt() {
    begin();
    error = new AssertionError("planted");

    turns.turn();

    assertThat(calls).containsExactly("judge");
  }

  private void begin() {
    turns.begin(
        List.of(
            () -> calls.add("judge"),
            () -> {
              if (error != null) {
                throw error;
              }
              calls.add("act");
            }));
  }
}
