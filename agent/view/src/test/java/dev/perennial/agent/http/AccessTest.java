package dev.perennial.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessTest {
  private static final Map<String, AccessToken> TOKENS =
      Map.of(
          "none", AccessToken.NONE,
          "lost", AccessToken.LOST,
          "t0ken", AccessToken.of("t0ken"));

  @ParameterizedTest(name = "{0}, loopback {1}, token {2}, shown {3}: {4}")
  @CsvSource(
      nullValues = "-",
      value = {
        "/live, false, none, -, 200",
        "/live, false, t0ken, -, 200",
        "/ready, false, none, -, 200",
        "/ready, false, t0ken, -, 200",
        "/ready, false, lost, -, 200",
        "/, false, t0ken, -, 200",
        "/metrics, false, none, -, 200",
        "/metrics, false, t0ken, -, 401",
        "/metrics, false, t0ken, Bearer t0ken, 200",
        "/metrics, false, lost, -, 401",
        "/metrics, true, t0ken, -, 200",
        "/cluster, true, none, -, 200",
        "/cluster, true, t0ken, -, 200",
        "/cluster, false, none, -, 403",
        "/cluster, false, none, Bearer t0ken, 403",
        "/cluster, false, none, 'Bearer ', 403",
        "/cluster, false, t0ken, -, 401",
        "/cluster, false, t0ken, Bearer t0ken, 200",
        "/cluster, false, t0ken, bearer  t0ken , 200",
        "/cluster, false, t0ken, Bearer t0kem, 401",
        "/cluster, false, t0ken, Bearer t0ken2, 401",
        "/cluster, false, t0ken, Bearer, 401",
        "/cluster, false, t0ken, 'Bearer ', 401",
        "/cluster, false, t0ken, t0ken, 401",
        "/cluster, false, t0ken, Basic t0ken, 401",
        "/cluster, false, t0ken, '', 401",
        "/cluster, false, lost, 'Bearer ', 401",
        "/cluster, false, lost, Bearer t0ken, 401",
      })
  void whatIsAnswered(String path, boolean loopback, String token, String shown, int status) {
    Answer refusal = new Access(loopback, TOKENS.get(token)).refusal(path, shown);

    assertThat(refusal == null ? 200 : refusal.status()).isEqualTo(status);
    if (refusal != null) {
      assertThat(refusal.body())
          .startsWith(path + " is for ")
          .contains("perennial.http.token-file", "Authorization: Bearer TOKEN")
          .doesNotContain("t0ken");
    }
  }

  @Test
  void aTokenIsNeverPrintedAndNeverEmpty() {
    assertThat(new HttpSettings("0.0.0.0", 1, Duration.ofSeconds(1), TOKENS.get("t0ken")))
        .asString()
        .doesNotContain("t0ken");
    assertThatThrownBy(() -> AccessToken.of("")).hasMessageContaining("empty");
  }
}
