package dev.perennial.agent.clean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CleanSettingsTest {
  @Test
  void nothingIsCleanedUnlessConfigured() {
    assertThat(CleanSettings.defaults().folders()).isEmpty();
    assertThat(CleanSettings.defaults().minimumAge()).isEqualTo(Duration.ofDays(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/tmp", "relative/folder", "/var/../tmp"})
  void topAndRelativeFoldersAreRefused(String folder) {
    assertThatThrownBy(() -> with(folder, "*.tmp", Duration.ofDays(1)))
        .hasMessageContaining("perennial.clean.files has '" + folder + "'");
  }

  @Test
  void badPatternAndAgeAreNamed() {
    assertThatThrownBy(() -> with("/var/tmp", "[", Duration.ofDays(1)))
        .hasMessageContaining("perennial.clean.patterns has '['");
    assertThatThrownBy(() -> with("/var/tmp", "*", Duration.ZERO))
        .hasMessageContaining("perennial.clean.min-age is PT0S");
  }

  private static CleanSettings with(String folder, String pattern, Duration age) {
    return new CleanSettings(
        List.of(Path.of(folder)), List.of(pattern), age, Duration.ofSeconds(30));
  }
}
