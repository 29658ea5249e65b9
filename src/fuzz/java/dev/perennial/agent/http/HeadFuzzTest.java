package dev.perennial.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** The head of a request to the HTTP endpoint, from anybody who reaches the port. */
class HeadFuzzTest {
  @FuzzTest
  void aRequestOrARefusalComesOut(byte[] data) {
    Head head = Head.of(new String(data, StandardCharsets.ISO_8859_1));

    if (head instanceof Head.Malformed malformed) {
      assertThat(malformed.answer().status()).isBetween(400, 599);
    } else if (head instanceof Head.Request request) {
      assertThat(request.path()).doesNotContain("\r", "\n");
    }
  }
}
