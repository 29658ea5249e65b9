package dev.perennial.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;

/** The name that a client gives before it has proven anything. */
class LinkPeerFuzzTest {
  @FuzzTest
  void whatIsReadIsWrittenAlike(byte[] data) throws IOException {
    LinkPeer read;
    try {
      read = LinkPeer.decode(data);
    } catch (IOException e) {
      return;
    }
    assertThat(LinkPeer.decode(read.encode())).isEqualTo(read);
  }
}
