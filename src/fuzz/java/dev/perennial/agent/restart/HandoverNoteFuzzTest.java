package dev.perennial.agent.restart;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The file by which one life tells the next where its sessions are. */
class HandoverNoteFuzzTest {
  @FuzzTest
  void whatIsReadIsWrittenAlike(byte[] data) throws IOException {
    HandoverNote read;
    try {
      read = HandoverNote.parse(new String(data, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return;
    }
    assertThat(HandoverNote.parse(read.toText())).isEqualTo(read);
  }
}
