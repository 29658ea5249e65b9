package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Listener;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationAddressTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 10.0.0.7, http://127.0.0.1:8080",
    "0.0.0.0,   10.0.0.7, http://10.0.0.7:8080",
    "::,        10.0.0.7, http://10.0.0.7:8080",
    "::1,       10.0.0.7, http://[::1]:8080",
    "::,        fd00::7,  http://[fd00::7]:8080",
  })
  void aConnectorTells(String host, String bind, String address) {
    List<Listener> listeners =
        List.of(new Listener(host, 8443, "https"), new Listener(host, 8080, "http"));

    assertThat(ApplicationAddress.of(listeners, bind)).isEqualTo(address);
  }

  @Test
  void itIsThatOfTheFirstService() {
    List<Listener> listeners =
        List.of(
            new Listener("127.0.0.1", 8081, "http", "two:Two"),
            new Listener("127.0.0.1", 8080, "http"));

    assertThat(ApplicationAddress.of(listeners, "10.0.0.7")).isEqualTo("http://127.0.0.1:8080");
  }

  @Test
  void withoutAPlainConnectorItIsAnotherOne() {
    assertThat(ApplicationAddress.of(List.of(new Listener("127.0.0.1", 8443, "https")), "10.0.0.7"))
        .isEqualTo("https://127.0.0.1:8443");
    assertThat(ApplicationAddress.of(List.of(), "10.0.0.7")).isEmpty();
  }
}
