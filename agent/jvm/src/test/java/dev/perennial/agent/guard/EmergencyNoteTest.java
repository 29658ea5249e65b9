package dev.perennial.agent.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmergencyNoteTest {
  private static final Instant NOW = Instant.ofEpochMilli(10_000_000);

  @Test
  void theGuardsNumbersAreSaidInWords() {
    EmergencyNote note = read("9000000;42;9990000;9991000;9993000;5;17;38;0;7;0;806").orElseThrow();

    assertThat(note.reason())
        .isEqualTo("heap exhausted (38 refusals), no more threads (7 refusals)");
    assertThat(note.sessions()).isEqualTo(17);
    assertThat(note.firstSign()).isEqualTo(Instant.ofEpochMilli(9_990_000));
    assertThat(note.critical()).isEqualTo(Instant.ofEpochMilli(9_991_000));
    assertThat(note.restarted()).isEqualTo(Instant.ofEpochMilli(9_993_000));
    assertThat(note.withinHour(NOW)).isEqualTo(2);
  }

  @Test
  void whatTheGuardInJavaCannotKnowIsTheStartOfThisLife() {
    EmergencyNote note = read(";42;0;0;0;16;0;0;0;0;0;900").orElseThrow();

    assertThat(note.restarted()).isEqualTo(NOW);
    assertThat(note.reason()).isEqualTo("hardly anything but garbage collections ran (90 %)");
  }

  @Test
  void aReasonIsNeverEmpty() {
    assertThat(read(";42;1;2;3;0;0;1;0;0;0;0").orElseThrow().reason())
        .isEqualTo("a resource exhausted, of kind 0");
    assertThat(read(";42;1;2;3;64;0;1;0;0;0;0").orElseThrow().reason())
        .isEqualTo("a resource exhausted, of kind 64");
  }

  @Test
  void theNextNoteBeginsWithThoseOfTheLastHour() {
    Optional<EmergencyNote> last = read("9000000;42;1;2;9993000;1;0;1;0;0;0;0");

    assertThat(EmergencyNote.beginning("N", last, NOW)).isEqualTo("N=9000000,9993000");
    assertThat(EmergencyNote.beginning("N", last, NOW.plusSeconds(3000))).isEqualTo("N=9993000");
    assertThat(EmergencyNote.beginning("N", Optional.empty(), NOW)).isEqualTo("N=");
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "",
        ";43;1;2;3;1;0;1;0;0;0;0",
        ";42;1;2;3;1;0;1;0;0;0",
        ";42;1;2;x;1;0;1;0;0;0;0",
        "x;42;1;2;3;1;0;1;0;0;0;0"
      })
  void whatIsNotForThisProcessOrNotOursIsNoEmergency(String text) {
    assertThat(read(text)).isEmpty();
  }

  private static Optional<EmergencyNote> read(String text) {
    return EmergencyNote.of(Map.of("N", text), "N", 42, NOW);
  }
}
