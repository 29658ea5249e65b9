package dev.perennial.agent.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeerProcessTest {
  private InetSocketAddress address;
  private final PeerProcess process =
      new PeerProcess(server -> server.equals("b") ? Optional.of(address) : Optional.empty());

  @Test
  void whereNobodyListensAnyMoreTheProcessIsDead() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = (InetSocketAddress) socket.getLocalSocketAddress();
      assertThat(process.isDead("b")).isFalse();
    }

    assertThat(process.isDead("b")).isTrue();
  }

  @Test
  void whoseAddressIsNotKnownMayBeAlive() {
    assertThat(process.isDead("c")).isFalse();
  }
}
