package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1:80",
        "0:0:0:0:0:0:0:1:8080",
        "127.0.0.1:4711*a.Connector",
        "unix:%2Frun%2Fa%2C+b%3Bc.sock"
      })
  void theNextLifeReadsWhatThisOneWrites(String text) {
    ListenAddress address = ListenAddress.parse(text);

    assertThat(address).isNotNull();
    assertThat(address.text()).isEqualTo(text);
    assertThat(address.matches(address)).isTrue();
    assertThat(address.covers(address)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "unix:", "host:80"})
  void whatIsNoAddressIsNone(String text) {
    assertThat(ListenAddress.parse(text)).isNull();
  }

  @Test
  void aPathAndAPortAreNeverTheSame() {
    ListenAddress unix = new UnixAddress("server.sock");
    ListenAddress tcp = ListenAddress.of("127.0.0.1", 80);

    assertThat(unix.matches(tcp)).isFalse();
    assertThat(tcp.matches(unix)).isFalse();
    assertThat(tcp.covers(unix)).isFalse();
    assertThat(unix.matches(new UnixAddress(Path.of("server.sock").toAbsolutePath() + "")))
        .isTrue();
    assertThat(unix.matches(new UnixAddress("other.sock"))).isFalse();
  }
}
