package dev.perennial.agent.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perennial.agent.container.Exchange.Client;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RelayHeaderTest {
  @Test
  void isReadAsItWasWritten() {
    for (String address : new String[] {"127.0.0.1", "2001:db8::1", "fe80::1%eth0"}) {
      RelayHeader header =
          new RelayHeader("token", "server-a", new Client(address, 4711, "https", 443));

      assertThat(RelayHeader.parse(header.format())).isEqualTo(header);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "token",
        "|a|127.0.0.1|1|http|80",
        "t|a|127.0.0.1|1|http",
        "t|a|127.0.0.1|1|http|80|more",
        "t|a||1|http|80",
        "t|a|<script>|1|http|80",
        "t|a|127.0.0.1|x|http|80",
        "t|a|127.0.0.1|-1|http|80",
        "t|a|127.0.0.1|65536|http|80",
        "t|a|127.0.0.1|1|ftp|80",
        "t|a|127.0.0.1|1|http|99999999999"
      })
  void whatIsNotOursIsNothing(String value) {
    assertThat(RelayHeader.parse(value)).isNull();
  }
}
