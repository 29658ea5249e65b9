package dev.perennial.coordinator.secret;

import dev.perennial.coordinator.handshake.HandshakeException;
import dev.perennial.coordinator.handshake.HandshakeException.Kind;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A blocking socket whose reads have one deadline, all of them together, however few bytes a peer
 * sends at a time. For one thread.
 */
final class DeadlineSocket {
  private final Socket socket;
  private final Duration deadline;
  private final LongSupplier nanoTime;
  private final long endNanos;
  private final int timeout;

  DeadlineSocket(Socket socket, Duration deadline, LongSupplier nanoTime) throws IOException {
    this.socket = socket;
    this.deadline = deadline;
    this.nanoTime = nanoTime;
    this.endNanos = nanoTime.getAsLong() + deadline.toNanos();
    this.timeout = socket.getSoTimeout();
  }

  void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Reads so many bytes, and none beyond. */
  byte[] read(int length) throws IOException {
    byte[] bytes = new byte[length];
    int have = 0;
    while (have < length) {
      int n = readSome(bytes, have);
      if (n < 0) {
        throw new HandshakeException(
            Kind.FOREIGN, "the peer hung up in the middle of the secret check");
      }
      have += n;
    }
    return bytes;
  }

  private int readSome(byte[] bytes, int have) throws IOException {
    long leftMillis = (endNanos - nanoTime.getAsLong()) / 1_000_000;
    if (leftMillis <= 0) {
      throw silent();
    }
    socket.setSoTimeout((int) leftMillis);
    try {
      return socket.getInputStream().read(bytes, have, bytes.length - have);
    } catch (SocketTimeoutException e) {
      HandshakeException silent = silent();
      silent.initCause(e);
      throw silent;
    }
  }

  private HandshakeException silent() {
    return new HandshakeException(
        Kind.SILENT,
        "the peer did not finish the secret check within %d ms".formatted(deadline.toMillis()));
  }

  /** Leaves the socket's own timeout as it was. */
  void restore() throws IOException {
    socket.setSoTimeout(timeout);
  }
}
