package dev.perennial.agent.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.agent.evidence.EvidenceSettings.HeapDump;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class EvidenceSettingsTest {
  private static final Path LOGS = Path.of("logs");

  @Test
  void defaults() {
    assertThat(EvidenceSettings.defaults(LOGS))
        .isEqualTo(
            new EvidenceSettings(
                LOGS.resolve("evidence"),
                10,
                20L << 20,
                Duration.ofSeconds(30),
                500,
                HeapDump.NONE,
                false));
  }

  @Test
  void namesKeyValueAndWhatIsAllowed() {
    assertThatThrownBy(
            () ->
                new EvidenceSettings(
                    LOGS, 0, 20L << 20, Duration.ofSeconds(30), 500, HeapDump.NONE, false))
        .hasMessage("perennial.evidence.keep is 0, allowed is 1 to 1000");
    assertThatThrownBy(
            () ->
                new EvidenceSettings(LOGS, 1, 1, Duration.ofSeconds(30), 500, HeapDump.NONE, false))
        .hasMessage("perennial.evidence.max-bytes is 1, allowed is 65536 and more");
  }
}
