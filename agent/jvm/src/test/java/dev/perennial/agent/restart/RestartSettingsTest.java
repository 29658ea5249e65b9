package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RestartSettingsTest {
  @Test
  void defaults() {
    assertThat(RestartSettings.defaults())
        .isEqualTo(
            new RestartSettings(
                RestartStrategy.EXEC, Duration.ofSeconds(30), 5, Duration.ofSeconds(60), true));
  }

  @Test
  void namesKeyValueAndWhatIsAllowed() {
    assertThatThrownBy(() -> with(Duration.ofMillis(5), 5))
        .hasMessage("perennial.stop.limit is PT0.005S, allowed is 1 s to 1 h");
    assertThatThrownBy(() -> with(Duration.ofSeconds(5), 0))
        .hasMessage("perennial.restart.exit-status is 0, allowed is 1 to 125");
  }

  private static RestartSettings with(Duration stopLimit, int status) {
    return new RestartSettings(
        RestartStrategy.EXIT, stopLimit, status, Duration.ofSeconds(60), true);
  }
}
