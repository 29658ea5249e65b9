package dev.perennial.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HttpSettingsTest {
  private static final Duration LIMIT = Duration.ofSeconds(1);

  @Test
  void theDefaultIsAPortOfTheLoopbackInterface() {
    assertThat(HttpSettings.defaults())
        .isEqualTo(new HttpSettings("127.0.0.1", 9470, Duration.ofSeconds(5)));
    assertThat(HttpSettings.defaults().isEnabled()).isTrue();
    assertThat(new HttpSettings("localhost", -1, LIMIT).isEnabled()).isFalse();
  }

  @Test
  void mistakesAreNamedWithWhatIsAllowed() {
    assertThatThrownBy(() -> new HttpSettings("localhost", 70_000, LIMIT))
        .hasMessageContaining("perennial.http.port is 70000")
        .hasMessageContaining("65535");
    assertThatThrownBy(() -> new HttpSettings(" ", 1, LIMIT))
        .hasMessageContaining("perennial.http.bind");
    assertThatThrownBy(() -> new HttpSettings("localhost", 1, Duration.ZERO))
        .hasMessageContaining("must be positive");
  }

  @ParameterizedTest(name = "Host {0}: {1}")
  @CsvSource({
    "localhost, true",
    "LOCALHOST:8080, true",
    "127.0.0.1:1, true",
    "[::1]:9000, true",
    "evil.example, false",
    "127.0.0.1.evil.example, false",
    "localhost.evil.example:80, false",
    "'', false"
  })
  void atALoopbackAddressOnlyItsOwnNamesAreMeant(String host, boolean allowed) {
    assertThat(new HostCheck(true).allows(host)).isEqualTo(allowed);
    assertThat(new HostCheck(false).allows(host)).isTrue();
  }

  @Test
  void aProbeWithoutAHostIsNoBrowser() {
    assertThat(new HostCheck(true).allows(null)).isTrue();
  }
}
