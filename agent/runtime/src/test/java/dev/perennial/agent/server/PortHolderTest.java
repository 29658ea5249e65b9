package dev.perennial.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PortHolderTest {
  /** As a kernel told it: two that listen at 8080, one whose client has a connection to 8081. */
  private static final List<String> TABLE =
      List.of(
          "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid "
              + " timeout inode",
          "   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1001       "
              + " 0 21 1 0000000000000000 100 0 0 10 0",
          "   1: 0200007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0       "
              + " 0 22 1 0000000000000000 100 0 0 10 0",
          "  12: 0100007F:1F91 0100007F:C3A6 01 00000000:00000000 00:00000000 00000000  1002       "
              + " 0 23 1 0000000000000000 20 4 30 10 -1",
          "  13: 00000000000000000000000001000000:2382 00000000000000000000000000000000:0000 0A"
              + " 00000000:00000000 00:00000000 00000000 65534        0 24 1 0000000000000000 100 0"
              + " 0 10 0");

  @ParameterizedTest(name = "{0}")
  @CsvSource({"8080, '[0, 1001]'", "8081, []", "9090, [65534]", "1, []"})
  void whoListensIsTold(int port, String users) {
    assertThat(PortHolder.users(TABLE, port)).hasToString(users);
  }
}
