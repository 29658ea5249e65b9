package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListenAddressTest {
  @ParameterizedTest(name = "{0} and {1}: {2}")
  @CsvSource({
    "0.0.0.0, ::, true",
    "127.0.0.1, ::ffff:127.0.0.1, true",
    "127.0.0.1, 0.0.0.0, false",
    "::, 127.0.0.1, false",
    "::1, 127.0.0.1, false",
    "[::1], ::1, true",
  })
  void matchesTheSameSocketOnly(String one, String other, boolean same) {
    assertThat(ListenAddress.of(one, 80).matches(ListenAddress.of(other, 80))).isEqualTo(same);
    assertThat(ListenAddress.of(one, 80).matches(ListenAddress.of(other, 81))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"localhost", "example.com", "''", "*", "12", "abc"})
  void asksNoNameService(String name) {
    assertThatThrownBy(() -> ListenAddress.of(name, 80))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + name + "' is not the literal");
  }

  @Test
  void hasAPort() {
    assertThatThrownBy(() -> ListenAddress.of("::", 0)).hasMessageContaining("port 0");
  }
}
