package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.coordinator.handshake.HandshakeException;
import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

class PendingChecksTest {
  private final PendingChecks pending = new PendingChecks();

  @Test
  void oneRemoteCannotTakeAllPlaces() throws IOException {
    for (int i = 0; i < PendingChecks.PER_REMOTE; i++) {
      pending.enter(remote(1));
    }

    assertThatThrownBy(() -> pending.enter(remote(1))).isInstanceOf(HandshakeException.class);
    assertThatCode(() -> pending.enter(remote(2))).doesNotThrowAnyException();

    pending.leave(remote(1));
    assertThatCode(() -> pending.enter(remote(1))).doesNotThrowAnyException();
  }

  @Test
  void manyRemotesCannotTakeMoreThanThereAre() throws IOException {
    for (int i = 0; i < PendingChecks.TOTAL; i++) {
      pending.enter(remote(i));
    }

    assertThatThrownBy(() -> pending.enter(remote(200))).isInstanceOf(HandshakeException.class);
  }

  private static InetAddress remote(int last) throws IOException {
    return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
  }
}
