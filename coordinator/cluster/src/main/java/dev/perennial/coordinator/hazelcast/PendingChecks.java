package dev.perennial.coordinator.hazelcast;

import dev.perennial.coordinator.handshake.HandshakeException;
import dev.perennial.coordinator.handshake.HandshakeException.Kind;
import dev.perennial.coordinator.waiting.Origin;
import dev.perennial.coordinator.waiting.WaitingRoom;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/**
 * Bounds the connections that wait for their secret check: each holds one of Hazelcast's I/O
 * threads, which also make the outgoing connections. For one more, the oldest of the address that
 * has most is closed. Thread-safe.
 */
final class PendingChecks {
  static final int PER_REMOTE = 16;
  static final int TOTAL = 48;

  private final WaitingRoom<Origin, Socket> places = new WaitingRoom<>(PER_REMOTE, TOTAL);

  /** Does the check of a connection, for which another one may have to go. */
  interface Check {
    void run() throws IOException;
  }

  /**
   * Does a check. One that ends without an exception is a proof.
   *
   * @throws HandshakeException if the connection had to make room meanwhile
   */
  void during(Socket socket, Check check) throws IOException {
    enter(socket);
    try {
      check.run();
      places.prove(socket);
    } catch (IOException e) {
      if (places.leave(socket)) {
        throw e;
      }
      HandshakeException busy =
          new HandshakeException(
              Kind.BUSY, "the peer had not proven itself yet and made room for another one");
      busy.initCause(e);
      throw busy;
    } finally {
      places.leave(socket);
    }
  }

  private void enter(Socket socket) throws IOException {
    InetAddress remote = socket.getInetAddress();
    if (remote == null) {
      throw new HandshakeException(Kind.FOREIGN, "the peer has gone");
    }
    Socket leaving = places.enter(Origin.of(remote.getAddress()), socket).orElse(null);
    if (leaving != null) {
      leaving.close();
    }
  }

  /** Returns how many checks are under way. */
  int size() {
    return places.size();
  }
}
