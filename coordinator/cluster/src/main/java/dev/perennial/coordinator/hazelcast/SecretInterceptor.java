package dev.perennial.coordinator.hazelcast;

import com.hazelcast.nio.MemberSocketInterceptor;
import dev.perennial.coordinator.secret.Handshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Properties;

/**
 * Checks the secret on each connection, in or out, before Hazelcast reads or writes a byte on it:
 * members, clients and all other protocols come through here. Thread-safe.
 */
final class SecretInterceptor implements MemberSocketInterceptor {
  private final Handshake handshake;
  private final PendingChecks pending = new PendingChecks();
  private final Refusals refusals;

  SecretInterceptor(Handshake handshake, Refusals refusals) {
    this.handshake = handshake;
    this.refusals = refusals;
  }

  @Override
  public void init(Properties properties) {
    // All comes by the constructor.
  }

  @Override
  public void onConnect(Socket socket) throws IOException {
    try {
      handshake.connect(socket);
    } catch (IOException e) {
      refusals.outgoing(socket, e);
      throw e;
    }
  }

  @Override
  public void onAccept(Socket socket) throws IOException {
    try {
      InetAddress remote = socket.getInetAddress();
      pending.enter(remote);
      try {
        handshake.accept(socket);
      } finally {
        pending.leave(remote);
      }
    } catch (IOException e) {
      refusals.incoming(socket, e);
      throw e;
    }
  }
}
