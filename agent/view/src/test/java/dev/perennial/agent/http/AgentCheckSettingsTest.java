package dev.perennial.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AgentCheckSettingsTest {
  private static final Duration LIMIT = Duration.ofSeconds(1);

  @Test
  void theDefaultIsNoPort() {
    assertThat(AgentCheckSettings.defaults())
        .isEqualTo(
            new AgentCheckSettings("127.0.0.1", 0, 32, Duration.ofSeconds(2), Duration.ZERO));
    assertThat(AgentCheckSettings.defaults().isEnabled()).isFalse();
    assertThat(AgentCheckSettings.defaults().at("localhost", 1).isEnabled()).isTrue();
  }

  @Test
  void mistakesAreNamedWithWhatIsAllowed() {
    assertThatThrownBy(() -> new AgentCheckSettings("localhost", 70_000, 1, LIMIT, Duration.ZERO))
        .hasMessageContaining("perennial.http.agent-check-port is 70000")
        .hasMessageContaining("65535");
    assertThatThrownBy(() -> new AgentCheckSettings(" ", 1, 1, LIMIT, Duration.ZERO))
        .hasMessageContaining("perennial.http.bind");
    assertThatThrownBy(() -> new AgentCheckSettings("localhost", 1, 0, LIMIT, Duration.ZERO))
        .hasMessageContaining("at least 1");
    assertThatThrownBy(
            () -> new AgentCheckSettings("localhost", 1, 1, Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("must be positive");
  }
}
