package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** An inherited socket's address: in a variable of the environment, which a shell may have set. */
class ListenAddressFuzzTest {
  @FuzzTest
  void whatIsReadIsWrittenAlike(byte[] data) {
    ListenAddress read = ListenAddress.parse(new String(data, StandardCharsets.UTF_8));

    if (read != null) {
      assertThat(ListenAddress.parse(read.text())).isEqualTo(read);
    }
  }
}
