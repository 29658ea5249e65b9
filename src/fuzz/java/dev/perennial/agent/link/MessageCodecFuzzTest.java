package dev.perennial.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.perennial.coordinator.transfer.Envelope;

/** A message of the state link, from whoever has the secret. */
class MessageCodecFuzzTest {
  @FuzzTest
  void whatIsReadIsWrittenAlike(byte[] data) {
    Envelope read;
    try {
      read = MessageCodec.decode(data);
    } catch (MessageFormatException e) {
      return;
    }
    byte[] written = MessageCodec.encode(read);
    try {
      // Fields of a later version are not kept, so the bytes need not be the same.
      assertThat(MessageCodec.encode(MessageCodec.decode(written))).isEqualTo(written);
    } catch (MessageFormatException e) {
      throw new AssertionError(e);
    }
  }
}
