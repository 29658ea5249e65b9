package dev.perennial.coordinator.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perennial.coordinator.handshake.HandshakeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingChecksTest {
  private final PendingChecks pending = new PendingChecks();

  @Test
  void oneRemoteHasNoMoreThanItsShare() throws Exception {
    List<Peer> peers = peers(1, PendingChecks.PER_REMOTE + 1);

    pending.during(
        new Peer(2),
        () ->
            inTurn(
                peers,
                () -> {
                  assertThat(pending.size()).isEqualTo(1 + PendingChecks.PER_REMOTE);
                  assertThat(peers.get(0).isClosed()).as("the oldest").isTrue();
                  assertThat(peers.get(1).isClosed()).as("the next").isFalse();
                }));

    assertThat(pending.size()).isZero();
  }

  @Test
  void thereAreNoMoreThanThereArePlaces() throws Exception {
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < PendingChecks.TOTAL; i++) {
      peers.add(new Peer(i / 4));
    }
    peers.add(new Peer(200));

    inTurn(peers, () -> assertThat(pending.size()).isEqualTo(PendingChecks.TOTAL));

    assertThat(peers).filteredOn(Peer::isClosed).hasSize(1);
    assertThat(peers.get(PendingChecks.TOTAL).isClosed()).isFalse();
  }

  @Test
  void whoMadeRoomIsToldSo() {
    List<Peer> peers = peers(1, PendingChecks.PER_REMOTE);

    assertThatThrownBy(
            () ->
                pending.during(
                    new Peer(1),
                    () -> {
                      inTurn(peers, () -> {});
                      throw new IOException("Socket closed");
                    }))
        .isInstanceOf(HandshakeException.class)
        .hasMessageContaining("made room");
  }

  @Test
  void anotherFailureIsToldAsItIs() {
    assertThatThrownBy(
            () ->
                pending.during(
                    new Peer(1),
                    () -> {
                      throw new IOException("reset");
                    }))
        .hasMessage("reset");
    assertThatCode(() -> pending.during(new Peer(1), () -> {})).doesNotThrowAnyException();
    assertThat(pending.size()).isZero();
  }

  /** Each check is under way while those of the next ones are. */
  private void inTurn(List<Peer> peers, PendingChecks.Check last) throws IOException {
    if (peers.isEmpty()) {
      last.run();
      return;
    }
    pending.during(peers.get(0), () -> inTurn(peers.subList(1, peers.size()), last));
  }

  private static List<Peer> peers(int remote, int count) {
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      peers.add(new Peer(remote));
    }
    return peers;
  }

  /** A socket that says it is connected to an address. */
  private static final class Peer extends Socket {
    private final int last;

    Peer(int last) {
      this.last = last;
    }

    @Override
    public InetAddress getInetAddress() {
      try {
        return InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, (byte) last});
      } catch (UnknownHostException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
