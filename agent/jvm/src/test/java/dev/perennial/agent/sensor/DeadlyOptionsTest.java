package dev.perennial.agent.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeadlyOptionsTest {
  @ParameterizedTest(name = "{0}={1} -> {2}")
  @CsvSource({
    "ExitOnOutOfMemoryError, true, -XX:+ExitOnOutOfMemoryError:",
    "CrashOnOutOfMemoryError, true, -XX:+CrashOnOutOfMemoryError:",
    "OnOutOfMemoryError, kill -9 %p, '-XX:OnOutOfMemoryError=\"kill -9 %p\":'",
  })
  void theOptionIsNamedWithWhatItMeans(String name, String value, String said) {
    assertThat(DeadlyOptions.notice(options(Map.of(name, value))))
        .startsWith(said)
        .contains("before the guard can act");
  }

  @Test
  void allOfThemAreSaidAtOnce() {
    assertThat(
            DeadlyOptions.notice(
                options(
                    Map.of("ExitOnOutOfMemoryError", "true", "CrashOnOutOfMemoryError", "true"))))
        .contains("ExitOnOutOfMemoryError and -XX:+CrashOnOutOfMemoryError");
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "ExitOnOutOfMemoryError, false",
    "OnOutOfMemoryError, ''",
    "OnOutOfMemoryError, mail"
  })
  void otherOptionsAreNotSaid(String name, String value) {
    assertThat(DeadlyOptions.notice(options(Map.of(name, value)))).isEmpty();
    assertThat(DeadlyOptions.notice(options(Map.of()))).isEmpty();
  }

  private static VmOptions options(Map<String, String> values) {
    return new VmOptions(values::get);
  }
}
