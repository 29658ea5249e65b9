package dev.perennial.coordinator.hazelcast;

import com.hazelcast.nio.MemberSocketInterceptor;
import dev.perennial.coordinator.secret.Handshake;
import java.io.IOException;
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
  private final AbandonedChannels abandoned;
  private final Sealing sealing;

  SecretInterceptor(
      Handshake handshake, Refusals refusals, AbandonedChannels abandoned, Sealing sealing) {
    this.handshake = handshake;
    this.sealing = sealing;
    this.refusals = refusals;
    this.abandoned = abandoned;
  }

  @Override
  public void init(Properties properties) {
    // All comes by the constructor.
  }

  @Override
  public void onConnect(Socket socket) throws IOException {
    checked(
        socket,
        () -> {
          try {
            sealing.agreed(socket, handshake.connect(socket));
          } catch (IOException e) {
            refusals.outgoing(socket, e);
            throw e;
          }
        });
  }

  @Override
  public void onAccept(Socket socket) throws IOException {
    checked(
        socket,
        () -> {
          try {
            pending.during(socket, () -> sealing.agreed(socket, handshake.accept(socket)));
          } catch (IOException e) {
            refusals.incoming(socket, e);
            throw e;
          }
        });
  }

  /** Whatever ends a check, an error included, leaves nothing of the connection behind. */
  private void checked(Socket socket, PendingChecks.Check check) throws IOException {
    boolean trusted = false;
    try {
      check.run();
      trusted = true;
      refusals.trusted();
    } finally {
      if (!trusted) {
        abandoned.forget(socket);
      }
    }
  }
}
